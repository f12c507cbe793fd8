import { formatNumber } from '../format.ts';

const tiers = { mandatory: 'required', recommended: 'recommended' } as const;

export const policies = {
  title: 'Managed by your organisation',
  none: 'Nothing on this computer is managed.',
  hint: 'These are set on this computer for everybody who uses it. What is required cannot be changed here.',
  value: (value: boolean | number | string | readonly string[]): string =>
    typeof value === 'boolean'
      ? value
        ? 'on'
        : 'off'
      : typeof value === 'number'
        ? formatNumber(value)
        : typeof value === 'string'
          ? value
          : value.join(', '),
  from: (tier: keyof typeof tiers, source: string) => `${tiers[tier]}, from ${source}`,
  locked: (source: string) => `Set by your organisation in ${source}; it cannot be changed here.`,
  problems: 'Found and not taken',
  problem: (name: string | null, why: string) => (name === null ? why : `${name}: ${why}`),
} as const;
