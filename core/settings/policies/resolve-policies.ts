import type { ZodError } from 'zod';
import {
  isPolicyName,
  policyKeys,
  policyNames,
  type PolicyName,
  type PolicyTier,
  type PolicyValue,
} from '../policy-keys.ts';

/** What one place of a system says: values as they were read, unchecked. `source`: where, for the person who looks. */
export type PolicySource = { source: string; tier: PolicyTier; values: Readonly<Record<string, unknown>> };

/** Something that was not taken: a file that cannot be trusted, a name nobody knows, a value that makes no sense. */
export type PolicyProblem = { source: string; name: string | null; why: string };

export type Policy = { value: PolicyValue; tier: PolicyTier; source: string };
export type Policies = {
  inForce: ReadonlyMap<PolicyName, Policy>;
  problems: readonly PolicyProblem[];
};

export const noPolicies: Policies = { inForce: new Map(), problems: [] };

const maxProblems = 200;
const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80);

/** What fits, in the words of the registry or of zod. */
const wanted = ({ issues: [issue] }: ZodError): string =>
  (issue?.message ?? 'something else').replace(/^Invalid \w+: expected /, '');

const takeOne = ({ source, tier }: PolicySource, name: string, value: unknown): Policy | PolicyProblem => {
  if (!isPolicyName(name)) return { source, name: name.slice(0, 80), why: 'no policy of this name' };
  const key = policyKeys[name];
  if (!(key.tiers as readonly PolicyTier[]).includes(tier))
    return { source, name, why: 'can be mandatory only' };
  const parsed = key.schema.safeParse(value);
  if (!parsed.success) return { source, name, why: `found ${shown(value)}, wanted ${wanted(parsed.error)}` };
  if (key.since === null) return { source, name, why: 'not obeyed by this version yet' };
  return { value: parsed.data, tier, source };
};

/**
 * What is in force of everything that was read. Mandatory goes before recommended; among equals the source that comes
 * first. What cannot be taken becomes a problem with a name, and never keeps the program from starting.
 */
export const resolvePolicies = (
  sources: readonly PolicySource[],
  unread: readonly PolicyProblem[] = [],
): Policies => {
  const inForce = new Map<PolicyName, Policy>();
  const problems: PolicyProblem[] = [...unread];
  const ordered = [...sources].sort(
    (a, b) => Number(b.tier === 'mandatory') - Number(a.tier === 'mandatory'),
  );
  for (const source of ordered) {
    for (const [name, value] of Object.entries(source.values)) {
      const taken = takeOne(source, name, value);
      if ('why' in taken) problems.push(taken);
      // A name that takeOne took is one of the registry's.
      else if (isPolicyName(name) && !inForce.has(name)) inForce.set(name, taken);
    }
  }
  return { inForce, problems: problems.slice(0, maxProblems) };
};

/** The value in force without a choice of the owner: a policy's, else the default; undefined where there is none. */
export const policyValue = (policies: Policies, name: PolicyName): PolicyValue | undefined =>
  policies.inForce.get(name)?.value ?? policyKeys[name].default ?? undefined;

/** The same of a number. */
export const policyNumber = (policies: Policies, name: 'BackupDays'): number | undefined => {
  const value = policyValue(policies, name);
  return typeof value === 'number' ? value : undefined;
};

/**
 * The value in force beside a choice of the owner: a mandatory policy's, else theirs, else a recommended policy's, else the
 * default.
 */
export const chosenValue = (
  policies: Policies,
  name: PolicyName,
  chosen: PolicyValue | undefined,
): PolicyValue | undefined =>
  policies.inForce.get(name)?.tier === 'mandatory' || chosen === undefined
    ? policyValue(policies, name)
    : chosen;

/** Whether a mandatory policy forbids something that is allowed without one. */
export const isForbidden = (
  policies: Policies,
  name: 'ImportAllowed' | 'ExportAllowed' | 'SharingAllowed',
): boolean => policies.inForce.get(name)?.value === false;

export const policyRows = (policies: Policies) =>
  policyNames.flatMap((name) => {
    const policy = policies.inForce.get(name);
    return policy === undefined ? [] : [{ name, ...policy }];
  });
