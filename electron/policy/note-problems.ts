import type { Policies } from '#core/settings/policies/resolve-policies.ts';

/**
 * Writes what of the policies was not taken into the log of a profile. To be called when the profile is open: before its
 * first opening there is no folder for a log, and the first start on a machine is the one an administrator looks at.
 */
export const noteProblems = ({ problems }: Policies, note: (what: string) => void): void => {
  for (const { source, name, why } of problems) note(`policy ${name ?? ''} of ${source} not taken: ${why}`);
};
