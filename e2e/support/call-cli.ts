import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../dist/service/cli.js', import.meta.url));
const run = promisify(execFile);

/** One procedure of the contract as a terminal asks it, of the running service where there is one; its answer, unchecked. */
export const callCli = async (profile: string, name: string, input: object = {}): Promise<unknown> => {
  const args = [program, '--profile', profile, 'call', name, JSON.stringify(input)];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as unknown;
};

/** How many reviews the service says it has, without those that were taken back. */
export const reviewsTold = async (profile: string): Promise<number> => {
  const { reviews } = (await callCli(profile, 'store.info')) as { reviews: number };
  return reviews;
};
