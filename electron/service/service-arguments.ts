import { parseArgs } from 'node:util';

/** Arguments of the service's own process, written by main: a profile, and for tests a clock. */
export const serviceArguments = (
  args: readonly string[],
): { profile: string; now: number | undefined; zone: string | undefined } => {
  const { values } = parseArgs({
    args: [...args],
    options: { profile: { type: 'string' }, now: { type: 'string' }, zone: { type: 'string' } },
  });
  if (values.profile === undefined) throw new Error('the service needs a profile');
  return {
    profile: values.profile,
    now: values.now === undefined ? undefined : Number(values.now),
    zone: values.zone,
  };
};
