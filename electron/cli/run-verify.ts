import { profileFolder, splitArguments, type Surroundings } from './arguments.ts';
import { UsageError } from './usage-error.ts';
import { reportLines, verifyProfile } from './verify-profile.ts';

/** Runs one command line of `verify` and returns its exit code: 0 sound, 1 any defect, 2 not understood. */
export const runVerify = (
  args: readonly string[],
  surroundings: Surroundings,
  out: (text: string) => void,
  err: (text: string) => void,
): number => {
  try {
    const { values, rest } = splitArguments(args, { profile: { type: 'string' }, json: { type: 'boolean' } });
    if (rest[0] !== undefined)
      throw new UsageError(`verify takes --profile DIR and --json, but there is "${rest[0]}".`);
    const found = verifyProfile(profileFolder(values, surroundings));
    if ('refused' in found) {
      err(`${found.refused}\n`);
      if (values['json'] === true) out(`${JSON.stringify({ defects: [found.refused] })}\n`);
      return 1;
    }
    const { report } = found;
    out(values['json'] === true ? `${JSON.stringify(report)}\n` : `${reportLines(report).join('\n')}\n`);
    return report.defects.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`${error.message}\n`);
    return 2;
  }
};
