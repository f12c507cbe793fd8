import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../settings/contract.ts';
import { profileAt } from '../store/profile.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import { addedRows, readFacts, sameRows } from '#electron/service/testing/facts.ts';
import {
  profileMaker,
  stagedEntries,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { defaultImportOptions } from './contract.ts';
import { schoolPackage } from './anki/testing/school-package.ts';
import { performTask } from './worker/perform-task.ts';
import type { ImportTask } from './worker/task.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));
const picture = { name: 'cell.png', bytes: Buffer.from('a picture, as far as this test goes') };
const otherPackage = () => {
  const school = schoolPackage();
  const notes = school.notes.map((note) => ({
    ...note,
    guid: `other ${note.guid}`,
    fields: ['<img src="cell.png">', 'x'],
  }));
  return writtenPackage({ ...school, notes, media: [picture] });
};

/** The bytes of the store, its log of the last writes included. */
const bytesOf = (folder: string): string => {
  const hash = createHash('sha256');
  for (const file of [profileAt(folder).store, `${profileAt(folder).store}-wal`]) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
};

const stageTask = (open: OpenService, path: string, staging: string): ImportTask => {
  mkdirSync(join(open.service.store.profile.staging, staging));
  return {
    kind: 'stage_anki',
    profile: open.folder,
    staging,
    path,
    label: 'deck.apkg',
    now: open.clock.now(),
    zone: open.clock.zone(),
    settings: defaultSettings,
  };
};

/** Performs a task and stops it at the `at`-th thing it says about its progress; returns everything it said. */
const stoppedAt = async (task: ImportTask, at: number): Promise<{ said: string[]; ended: boolean }> => {
  const abort = new AbortController();
  const said: string[] = [];
  const onProgress = (step: string): void => {
    said.push(step);
    if (said.length === at) abort.abort(new Error('stopped by the test'));
  };
  try {
    await performTask(task, onProgress, abort.signal);
    return { said, ended: true };
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    return { said, ended: false };
  }
};

describe('a cancelled import', () => {
  it('changes no byte of the store, wherever staging was', async () => {
    const open = await withSchool();
    const path = await otherPackage();
    const before = bytesOf(open.folder);
    const { said, ended } = await stoppedAt(stageTask(open, path, '0'.repeat(32)), Infinity);
    expect(ended).toBe(true);
    expect(new Set(said)).toEqual(
      new Set(['open', 'unpacking', 'checking', 'reading', 'media', 'notes', 'cards', 'reviews', 'compare']),
    );
    for (let at = 1; at <= said.length; at += 1) {
      const stopped = await stoppedAt(stageTask(open, path, String(at).padStart(32, '0')), at);
      expect(stopped.ended, `stopped at ${at}: ${said[at - 1]}`).toBe(false);
      expect(bytesOf(open.folder)).toBe(before);
    }
  });

  it('leaves all facts as they were when the merge is stopped, and can be merged after all', async () => {
    const open = await withSchool();
    const preview = await open.stage(await otherPackage());
    const before = readFacts(open);
    const { staging } = preview;
    const tasks: ImportTask[] = [
      { kind: 'keep_media', profile: open.folder, staging },
      {
        kind: 'merge',
        profile: open.folder,
        staging,
        now: open.clock.now(),
        zone: open.clock.zone(),
        options: defaultImportOptions,
      },
    ];
    // Both moments that can be stopped: while media are kept, and before the transaction begins.
    for (const task of tasks) {
      const stopped = await stoppedAt(task, 1);
      expect(stopped).toEqual({ said: [task.kind], ended: false });
      expect(readFacts(open)).toEqual(before);
    }
    expect((await open.merge(preview.staging)).notes.added).toBe(5);
    expect(stagedEntries(open)).toEqual([]);
  });

  it('ends as cancelled and leaves nothing in the staging folder', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const path = await otherPackage();
    const { job } = await open.call('exchange.stage', { path });
    await open.call('jobs.cancel', { job });
    expect((await open.service.jobs.ended(job)).state).toBe('cancelled');
    expect(stagedEntries(open)).toEqual([]);

    const { staging } = await open.stage(path);
    const merge = await open.call('exchange.merge', { staging });
    expect(await rpcErrorOf(open.call('exchange.merge', { staging }))).toMatchObject({ kind: 'conflict' });
    expect(await rpcErrorOf(open.call('exchange.discard', { staging }))).toMatchObject({ kind: 'conflict' });
    await open.call('jobs.cancel', { job: merge.job });
    expect((await open.service.jobs.ended(merge.job)).state).toBe('cancelled');
    expect(readFacts(open)).toEqual(before);
    await open.call('exchange.discard', { staging });
    expect(stagedEntries(open)).toEqual([]);
    expect(await rpcErrorOf(open.call('exchange.merge', { staging }))).toMatchObject({ kind: 'not_found' });
  });

  it('that is complete waits for its owner, also across a restart; what was cut off does not', async () => {
    const open = await withSchool();
    const { staging } = await open.stage(await otherPackage());
    mkdirSync(join(open.service.store.profile.staging, 'f'.repeat(32)));
    const restarted = await open.restart();
    expect(stagedEntries(restarted)).toEqual([staging]);
    expect((await restarted.merge(staging)).notes.added).toBe(5);
  });
});

describe('a refused file', () => {
  const files: readonly [reason: string, bytes: Buffer][] = [
    ['empty_file', Buffer.alloc(0)],
    ['not_a_package', Buffer.from('{"this": "is not a package"}')],
    ['damaged_collection', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4096, 7)])],
  ];

  it.each(files)('says why (%s) and changes no byte of the store', async (reason, bytes) => {
    const open = await withSchool();
    const path = join(temporaryFolder(), 'deck.apkg');
    writeFileSync(path, bytes);
    const before = bytesOf(open.folder);
    await expect(
      performTask(stageTask(open, path, '0'.repeat(32)), () => {}, new AbortController().signal),
    ).rejects.toMatchObject({ reason });
    expect(bytesOf(open.folder)).toBe(before);
  });

  it('fails its job with the reason and leaves nothing behind', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const path = join(temporaryFolder(), 'deck.apkg');
    writeFileSync(path, '');
    const { job } = await open.call('exchange.stage', { path });
    expect(await open.service.jobs.ended(job)).toMatchObject({
      state: 'failed',
      error: { kind: 'package_refused', details: { reason: 'empty_file' } },
    });
    const missing = await open.call('exchange.stage', { path: join(temporaryFolder(), 'nothing.apkg') });
    expect(await open.service.jobs.ended(missing.job)).toMatchObject({
      state: 'failed',
      error: { kind: 'not_found' },
    });
    expect(readFacts(open)).toEqual(before);
    expect(stagedEntries(open)).toEqual([]);
  });
});

describe('uploads of a page', () => {
  const piecesOf = (bytes: Buffer, size: number): Buffer[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
  const begin = (open: OpenService, sizeBytes: number, name = 'mine.apkg') =>
    open.call('exchange.openUpload', { name, sizeBytes }, 'page');
  const write = (open: OpenService, upload: string, offset: number, bytes: Uint8Array) =>
    open.call('exchange.writeUpload', { upload, offset, bytes }, 'page');

  it('arrive in pieces and in order, and are staged under their own name', async () => {
    const open = await withSchool();
    const bytes = readFileSync(await otherPackage());
    const { upload } = await begin(open, bytes.length);
    let offset = 0;
    for (const piece of piecesOf(bytes, 4000)) {
      // Too early for what comes after, and not complete yet.
      expect(await rpcErrorOf(write(open, upload, offset + 1, piece))).toMatchObject({
        kind: 'conflict',
        details: { receivedBytes: offset },
      });
      expect(await rpcErrorOf(open.call('exchange.stage', { upload }, 'page'))).toMatchObject({
        kind: 'conflict',
      });
      offset = (await write(open, upload, offset, piece)).receivedBytes;
    }
    expect(offset).toBe(bytes.length);
    expect(await rpcErrorOf(write(open, upload, offset, Buffer.from('x')))).toMatchObject({
      kind: 'too_large',
    });
    const { job } = await open.call('exchange.stage', { upload }, 'page');
    // It belongs to that job now.
    expect(await rpcErrorOf(open.call('exchange.stage', { upload }, 'page'))).toMatchObject({
      kind: 'not_found',
    });
    const ended = await open.service.jobs.ended(job);
    expect(ended).toMatchObject({ state: 'done', result: { label: 'mine.apkg', notes: { added: 5 } } });
    // The upload is gone; what was staged of it waits.
    expect(stagedEntries(open).some((entry) => entry.endsWith('.upload'))).toBe(false);
  });

  it('are independent of each other; of too many, the one begun first is dropped', async () => {
    const open = await withSchool();
    const uploads: string[] = [];
    for (let n = 0; n < 9; n += 1) uploads.push((await begin(open, 2)).upload);
    const [first = '', ...others] = uploads;
    expect(await rpcErrorOf(write(open, first, 0, Buffer.from('a')))).toMatchObject({ kind: 'not_found' });
    const received = await Promise.all(others.map((upload) => write(open, upload, 0, Buffer.from('a'))));
    expect(received).toEqual(others.map(() => ({ receivedBytes: 1 })));
    // Two pieces sent at once cannot both be the next one.
    const twice = await Promise.allSettled(
      [1, 2].map(() => write(open, others[0] ?? '', 1, Buffer.from('b'))),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(stagedEntries(open)).toHaveLength(8);
    expect(stagedEntries(await open.restart())).toEqual([]);
  });

  it('are the only way in for a page: it names no paths', async () => {
    const open = await withSchool();
    const path = await otherPackage();
    expect(await rpcErrorOf(open.call('exchange.stage', { path }, 'page'))).toMatchObject({
      kind: 'forbidden',
    });
    expect(stagedEntries(open)).toEqual([]);
  });

  it('of a damaged file are dropped with it', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const { upload } = await begin(open, 4, 'broken.apkg');
    await write(open, upload, 0, Buffer.from('oops'));
    const { job } = await open.call('exchange.stage', { upload }, 'page');
    expect(await open.service.jobs.ended(job)).toMatchObject({
      state: 'failed',
      error: { kind: 'package_refused' },
    });
    expect(stagedEntries(open)).toEqual([]);
    const after = readFacts(open);
    expect(sameRows(before, after)).toEqual(before);
    expect([...addedRows(before, after).values()].flat()).toEqual([]);
  });
});
