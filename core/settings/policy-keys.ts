import { z } from 'zod';

/**
 * Everything that an institution can manage. A leaf: readers of each system, templates for administrators, the page and
 * the server all take it from here. docs/policies.md and build/policy are generated from it.
 */

/** `mandatory`: in force whatever the owner chose. `recommended`: in force until the owner chooses. */
export type PolicyTier = 'mandatory' | 'recommended';

export type PolicyKey = {
  /** How administrators' tools show and store it. */
  readonly type: 'boolean' | 'integer' | 'string' | 'choice' | 'list';
  readonly schema: z.ZodType<PolicyValue>;
  readonly choices?: readonly string[];
  readonly range?: readonly [number, number];
  readonly tiers: readonly PolicyTier[];
  /** In force without any policy; null: nothing is. */
  readonly default: PolicyValue | null;
  /** The version that first obeys it; null: it is known and checked, and nothing obeys it yet. */
  readonly since: string | null;
  readonly title: string;
  readonly words: string;
  readonly example: PolicyValue;
};

export type PolicyValue = boolean | number | string | readonly string[];

const both = ['mandatory', 'recommended'] as const;
const mandatory = ['mandatory'] as const;
const maxText = 2048;

const httpsUrl = z
  .string()
  .max(maxText)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' && url.username === '' && url.password === '';
  }, 'an address that begins with https:// and holds no password');
const absolutePath = z
  .string()
  .max(maxText)
  .refine((text) => /^(\/|[A-Za-z]:\\|\\\\)/.test(text) && !text.includes('\0'), 'a full path');

type Described = Pick<PolicyKey, 'title' | 'words' | 'tiers'> & { since?: null };

const flag = (parts: Described & { default: boolean; example: boolean }): PolicyKey => ({
  since: '0.1.0',
  ...parts,
  type: 'boolean',
  schema: z.boolean(),
});
const text = (parts: Described & Pick<PolicyKey, 'schema'> & { example: string }): PolicyKey => ({
  since: '0.1.0',
  ...parts,
  type: 'string',
  default: null,
});
const choice = (
  parts: Described & {
    choices: readonly [string, ...string[]];
    default: string;
    example: string;
  },
): PolicyKey => ({ since: '0.1.0', ...parts, type: 'choice', schema: z.enum(parts.choices) });

/** By name, in the order of the documents. */
export const policyKeys = {
  ServerUrl: text({
    since: null,
    title: 'Sync server',
    words: 'The server that profiles may enrol with. The owner enrols; no policy does it for them.',
    schema: httpsUrl,
    tiers: both,
    example: 'https://americano.university.example',
  }),
  PinnedCertificate: text({
    since: null,
    title: 'Certificate of the sync server',
    words:
      'A full path to a certificate in PEM: the server must present one that it signed, whatever the system trusts.',
    schema: absolutePath,
    tiers: mandatory,
    example: '/etc/americano/ca.pem',
  }),
  UpdateMode: choice({
    title: 'Updates',
    words:
      'off: never looks. notify: says that there is one. automatic: installs it at the next quit. Packages that are installed for all users are updated by their administrator alone, whatever this says.',
    choices: ['off', 'notify', 'automatic'],
    default: 'off',
    tiers: both,
    example: 'notify',
  }),
  UpdateChannel: choice({
    title: 'Channel of updates',
    words: 'stable: what has been released. beta: what is about to be.',
    choices: ['stable', 'beta'],
    default: 'stable',
    tiers: both,
    example: 'stable',
  }),
  UpdateFeed: text({
    title: 'Where updates come from',
    words: 'A server of your own with the signed files of releases, for machines that reach no other.',
    schema: httpsUrl,
    tiers: mandatory,
    example: 'https://mirror.university.example/americano',
  }),
  ProxyServer: text({
    since: null,
    title: 'Proxy',
    words: 'What the service uses to reach the sync server: "system", "direct", or host and port.',
    schema: z.string().regex(/^(system|direct|[a-z0-9.-]{1,253}:\d{1,5})$/i, 'system, direct, or host:port'),
    tiers: both,
    example: 'system',
  }),
  DataFolder: text({
    title: 'Folder of profiles',
    words: 'A full path on a local disk where profiles are kept. ${user} stands for the name of the user.',
    schema: absolutePath,
    tiers: mandatory,
    example: '/srv/americano/${user}',
  }),
  SharingAllowed: flag({
    title: 'Anonymised patterns may be shared',
    words: 'Off forbids it on this machine. On allows the owner to consent; no policy can consent for them.',
    default: true,
    tiers: mandatory,
    example: false,
  }),
  ImportAllowed: flag({
    title: 'Import',
    words:
      'Whether packages, and backups of other profiles, can be brought in. The sample course can be opened in any case.',
    default: true,
    tiers: mandatory,
    example: false,
  }),
  ExportAllowed: flag({
    title: 'Export',
    words: 'Whether cards and their history can be exported. Owners keep their backups in any case.',
    default: true,
    tiers: mandatory,
    example: false,
  }),
  TwinFeatures: {
    type: 'list',
    schema: z.array(z.enum(['predictions', 'wellbeing', 'experiments', 'personalization'])).max(4),
    choices: ['predictions', 'wellbeing', 'experiments', 'personalization'],
    tiers: mandatory,
    default: ['predictions', 'wellbeing', 'experiments', 'personalization'],
    since: '0.1.0',
    title: 'Features of the twin',
    words:
      'Those that may run; an empty list turns the twin off. What was collected before stays, and can be exported and erased. What the twin learns stays on the machine in any case.',
    example: ['predictions'],
  },
  SpellingDictionaries: text({
    title: 'Spelling dictionaries',
    words:
      'An https address with Hunspell dictionaries of Chromium’s format. Without one spelling is not checked, except on macOS by the system.',
    schema: httpsUrl,
    tiers: both,
    example: 'https://mirror.university.example/dictionaries/',
  }),
  Kiosk: flag({
    title: 'Kiosk',
    words:
      'The window of Electron fills the screen and cannot be left, by menu, tray, link or key of the program: for terminals that do nothing else. Dialogs for files show the machine: turn import and export off as well. A browser’s window does not obey it.',
    default: false,
    tiers: mandatory,
    example: true,
  }),
  SharedLab: flag({
    since: null,
    title: 'Shared laboratory',
    words:
      'Profiles lie in a folder for each user of the system and are erased at sign-out, after what is not on the server was pushed or the user was told what would be lost.',
    default: false,
    tiers: mandatory,
    example: true,
  }),
  BackupDays: {
    type: 'integer',
    schema: z.int().min(7).max(3650),
    range: [7, 3650],
    tiers: both,
    default: null,
    since: '0.1.0',
    title: 'How long backups are kept',
    words: 'In days. Without it: seven days, four weeks and six months.',
    example: 90,
  },
  Telemetry: choice({
    title: 'Telemetry',
    words: 'There is none, and this cannot be changed. It stands here so that an audit finds it.',
    choices: ['off'],
    default: 'off',
    tiers: mandatory,
    example: 'off',
  }),
} as const satisfies Record<string, PolicyKey>;

export type PolicyName = keyof typeof policyKeys;
export const policyNames = Object.keys(policyKeys) as readonly PolicyName[];
export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(policyKeys, name);
