import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { samplePackage } from '#core/exchange/anki/testing/sample-package.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { compileJournal, journalEnvironment } from '#core/store/testing/durability/compile-journal.ts';
import { readJournal, type JournalRecord } from '#core/store/testing/durability/read-journal.ts';
import type { PowerDriverTask } from './power-driver.ts';

const driver = fileURLToPath(new URL('./power-driver.ts', import.meta.url));

/** The profile's place on the disk that the power cuts hit. */
export const profileName = 'profile';

/** Runs the driver in a program of its own and returns the journal of what it wrote. `folder` is for this run alone. */
export const journalPowerRun = async (
  folder: string,
  options: Pick<PowerDriverTask, 'answers' | 'seed' | 'synchronous'>,
): Promise<JournalRecord[]> => {
  mkdirSync(folder, { recursive: true });
  const outside = realpathSync(folder);
  const disk = join(outside, 'disk');
  mkdirSync(disk);
  const packageFile = join(outside, 'sample.apkg');
  await writePackage(packageFile, 3, samplePackage);
  const files = {
    library: compileJournal(outside),
    journal: join(outside, 'journal'),
    folder: disk,
    marks: join(outside, 'marks'),
  };
  const task: PowerDriverTask = {
    folder: join(disk, profileName),
    marks: files.marks,
    packageFile,
    ...options,
  };
  const child = spawn(process.execPath, [driver, JSON.stringify(task)], {
    env: journalEnvironment(files),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[code: number | null]>;
  const [problems, [code]] = await Promise.all([text(child.stderr), ended]);
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${problems}`);
  return readJournal(files.journal);
};
