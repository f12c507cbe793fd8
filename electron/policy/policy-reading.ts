import type { PolicyProblem, PolicySource } from '#core/settings/policies/resolve-policies.ts';

/** What a reader of a system found: values as they stand, and what could not be read. */
export type ReadPolicies = { sources: PolicySource[]; problems: PolicyProblem[] };

/** What policies are written as on every system. */
export const isPolicyObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const notPolicyObject = 'not an object of names and values';
