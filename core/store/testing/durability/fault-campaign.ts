import { spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFaults } from './compile-journal.ts';
import type { FaultRound } from './fault-driver.ts';

const driver = fileURLToPath(new URL('./fault-driver.ts', import.meta.url));

/** What the system says: an error of the disk, and no space left. */
export const errnos = { EIO: 5, ENOSPC: 28 } as const;

/** One round for each call that is to fail. */
export const faultCampaign = (outside: string, errno: number, calls: readonly number[]): FaultRound[] => {
  const folder = join(realpathSync(outside), `faults-${errno}`);
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, LD_PRELOAD: compileFaults(outside), AMERICANO_FAULT_FOLDER: folder };
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [driver, folder, String(errno), ...calls.map(String)],
    { env, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`the driver ended with ${status}: ${stderr}`);
  // Checked border: the driver writes whole lines of this form.
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FaultRound);
};

const clear: ReadonlySet<string> = new Set(['disk_failed', 'disk_full', 'read_only', 'busy']);

/** What a round must not show; empty: all is as it should be. */
export const problemsOf = ({ lost, surplus, defects, kinds, at }: FaultRound): string[] => [
  ...(lost > 0 ? [`call ${at}: ${lost} answers that were said to be recorded are lost`] : []),
  ...(surplus > 0 ? [`call ${at}: ${surplus} answers too many`] : []),
  ...defects.map((defect) => `call ${at}: ${defect}`),
  ...kinds.filter((kind) => !clear.has(kind)).map((kind) => `call ${at}: the person heard "${kind}"`),
];
