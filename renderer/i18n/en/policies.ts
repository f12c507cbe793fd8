import { formatNumber, plural } from '../format.ts';

const tiers = { mandatory: 'required', recommended: 'recommended' } as const;

/** Of every policy there is: what it is about. A test compares them with the registry. */
export const policyTitles: Readonly<Record<string, string>> = {
  ServerUrl: 'Sync server',
  PinnedCertificate: 'Certificate of the sync server',
  UpdateMode: 'Updates',
  UpdateChannel: 'Channel of updates',
  UpdateFeed: 'Where updates come from',
  ProxyServer: 'Proxy',
  DataFolder: 'Folder of profiles',
  SharingAllowed: 'Sharing of anonymised patterns',
  ImportAllowed: 'Import',
  ExportAllowed: 'Export',
  TwinFeatures: 'Features of the twin',
  SpellingDictionaries: 'Spelling dictionaries',
  Kiosk: 'Kiosk',
  SharedLab: 'Shared laboratory',
  BackupDays: 'How long backups are kept',
  Telemetry: 'Telemetry',
};

export const policies = {
  title: 'Managed by your organisation',
  none: 'Nothing on this computer is managed.',
  hint: 'These are set on this computer for everybody who uses it. What is required cannot be changed here.',
  value: (name: string, value: boolean | number | string | readonly string[]): string =>
    typeof value === 'boolean'
      ? value
        ? 'on'
        : 'off'
      : typeof value === 'number'
        ? name === 'BackupDays'
          ? plural(value, 'day', 'days')
          : formatNumber(value)
        : typeof value === 'string'
          ? value
          : value.join(', '),
  from: (name: string, tier: keyof typeof tiers, source: string) => `${name}, ${tiers[tier]}, from ${source}`,
  locked: (source: string) => `Set by your organisation in ${source}; it cannot be changed here.`,
  problems: 'Found and not taken',
  problem: (name: string | null, why: string) => (name === null ? why : `${name}: ${why}`),
} as const;
