/*
 * Stages the files it is told, one after the other, in a process of its own, whose peak of memory is then that of the
 * importer. For each it prints one line of JSON.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../../settings/contract.ts';
import { profileAt } from '../../../store/profile.ts';
import { PackageRefusedError } from '../../anki/package-refused.ts';
import { performTask } from '../../worker/perform-task.ts';

export type StageChildTask = { profile: string; now: number; zone: string; paths: string[] };
export type StageChildLine = { outcome: string; peakMiB: number };

// Checked border: the test wrote this argument.
const task = JSON.parse(process.argv[2] ?? '') as StageChildTask;

for (const [index, path] of task.paths.entries()) {
  const staging = index.toString(16).padStart(32, '0');
  const home = join(profileAt(task.profile).staging, staging);
  mkdirSync(home);
  const outcome = await performTask(
    {
      kind: 'stage_anki',
      profile: task.profile,
      staging,
      path,
      label: 'deck.apkg',
      now: task.now,
      zone: task.zone,
      settings: defaultSettings,
    },
    () => {},
    new AbortController().signal,
  ).then(
    () => 'staged',
    (error: unknown) =>
      error instanceof PackageRefusedError ? error.reason : `not a refusal: ${String(error)}`,
  );
  rmSync(home, { recursive: true });
  const line: StageChildLine = { outcome, peakMiB: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(line));
}
