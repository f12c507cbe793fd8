import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  openTestService,
  stagedEntries,
  writtenPackage,
} from '#electron/service/testing/open-test-service.ts';
import { profileAt } from '../../store/profile.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { schoolPackage } from '../anki/testing/school-package.ts';
import { hostileFiles } from './testing/hostile-files.ts';
import type { StageChildLine, StageChildTask } from './testing/stage-child.ts';

/** What the issue allows an attack to cost. The time is a bound on hanging, not a measurement. */
const maxMiB = 512;
const maxMs = 30_000;

const child = fileURLToPath(new URL('testing/stage-child.ts', import.meta.url));

/** Stages files one after the other in a child, which is killed when one of them takes too long. */
const stageInChild = async (task: StageChildTask): Promise<StageChildLine[]> => {
  const process_ = spawn(process.execPath, [child, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: StageChildLine[] = [];
  let timer = setTimeout(() => process_.kill('SIGKILL'), maxMs);
  for await (const line of createInterface({ input: process_.stdout })) {
    lines.push(JSON.parse(line) as StageChildLine); // our own child's line
    clearTimeout(timer);
    timer = setTimeout(() => process_.kill('SIGKILL'), maxMs);
  }
  clearTimeout(timer);
  return lines;
};

const bytesOf = (folder: string): string => {
  const hash = createHash('sha256');
  for (const file of [profileAt(folder).store, `${profileAt(folder).store}-wal`]) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
};

it(
  `${hostileFiles.length} hostile files are refused with their reason, in bounds of time and memory, and change nothing`,
  { timeout: 300_000 },
  async () => {
    const open = await openTestService();
    await open.import(await writtenPackage(schoolPackage()));
    // Nothing of the service's own goes on beside it: what changes would be the importer's doing.
    await open.close();
    const before = bytesOf(open.folder);
    const folder = temporaryFolder();
    const paths = hostileFiles.map((_, index) => join(folder, `${index}.apkg`));
    for (const [index, { write }] of hostileFiles.entries()) write(paths[index] ?? '');
    const lines = await stageInChild({
      profile: open.folder,
      now: open.clock.now(),
      zone: open.clock.zone(),
      paths,
    });
    expect(hostileFiles.map(({ name }, index) => [name, lines[index]?.outcome ?? 'took too long'])).toEqual(
      hostileFiles.map(({ name, expected }) => [name, expected]),
    );
    expect(lines.at(-1)?.peakMiB).toBeLessThan(maxMiB);
    expect(bytesOf(open.folder)).toBe(before);
    expect(stagedEntries(open)).toEqual([]);
    for (const path of ['/americano-climbed', '/americano-absolute']) expect(existsSync(path)).toBe(false);
    for (const path of paths) rmSync(path);
  },
);
