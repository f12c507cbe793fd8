import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addedRows, readFacts, sameRows } from '#electron/service/testing/facts.ts';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { builtInTypes } from '../../library/notes/built-in-types.ts';
import { rawZip } from '../anki/testing/raw-zip.ts';
import { schoolPackage } from '../anki/testing/school-package.ts';
import { readPackage } from './testing/read-package.ts';
import { readZip } from './testing/read-zip.ts';

/** A library with notes of its own, answered here, beside those of a school that came from Anki. */
const studied = async (): Promise<OpenService> => {
  const open = await openTestService();
  await open.import(await writtenPackage(schoolPackage()));
  await open.call('exchange.openSample', {});
  const { session, step: first } = await open.call('study.start', { scope: {} });
  let step = first;
  for (let n = 0; n < 12 && step.kind === 'card'; n += 1) {
    open.clock.advance(30_000);
    const request = n.toString(16).padStart(32, '0');
    ({ step } = await open.call('study.answer', {
      request,
      session: session.uid,
      card: step.rendered.card,
      rating: 3,
      durationMs: 4000 + n,
    }));
  }
  await open.call('study.finish', { session: session.uid });
  await open.service.store.settle();
  return open;
};

const exported = async (open: OpenService, layout: 'legacy' | 'new'): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-phone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'out.apkg');
  const choice = { scope: {}, format: 'apkg', scheduling: true, media: true, presets: true } as const;
  const { job } = await open.call('exchange.export', { ...choice, layout, path });
  expect((await open.service.jobs.ended(job)).state).toBe('done');
  return path;
};

/** What somebody does on a phone: some SQL on the collection of a package, packed again. */
const onThePhone = (path: string, layout: 'legacy' | 'new', work: (db: DatabaseSync) => void): void => {
  const entries = readZip(readFileSync(path));
  const name = layout === 'new' ? 'collection.anki21b' : 'collection.anki21';
  const packed = entries.get(name) ?? Buffer.alloc(0);
  const file = `${path}.sqlite`;
  writeFileSync(file, layout === 'new' ? zstdDecompressSync(packed) : packed);
  const db = new DatabaseSync(file);
  work(db);
  db.close();
  const changed = readFileSync(file);
  entries.set(name, layout === 'new' ? zstdCompressSync(changed) : changed);
  writeFileSync(path, rawZip([...entries].map(([entry, content]) => ({ name: entry, content }))));
  rmSync(file);
};

const facts = (open: OpenService) => readFacts(open);
const rowsAdded = (
  before: ReturnType<typeof facts>,
  after: ReturnType<typeof facts>,
): Record<string, number> =>
  Object.fromEntries(
    [...addedRows(before, after)].flatMap(([table, rows]) => (rows.length > 0 ? [[table, rows.length]] : [])),
  );

describe.each(['legacy', 'new'] as const)('a phone round trip in the %s layout', (layout) => {
  it('doubles nothing, and appends exactly the answers given there', { timeout: 60_000 }, async () => {
    const open = await studied();
    const before = facts(open);
    const path = await exported(open, layout);
    const unchanged = await open.stage(path);
    expect(unchanged).toMatchObject({
      notes: { added: 0, updated: 0 },
      cards: { added: 0 },
      reviews: { added: 0 },
    });
    await open.merge(unchanged.staging);
    expect(rowsAdded(before, facts(open))).toEqual({ batches: 1 });
    expect(sameRows(before, facts(open))).toEqual(before);
    const given = open.clock.now() + 3_600_000;
    onThePhone(path, layout, (db) => {
      const cards = db.prepare('SELECT id FROM cards WHERE queue = 2 OR queue = 1 ORDER BY id LIMIT 4').all();
      expect(cards).toHaveLength(4);
      for (const [n, card] of cards.entries()) {
        const id = Number(card['id']);
        db.prepare('INSERT INTO revlog VALUES (?, ?, -1, 3, 40, 10, 2500, ?, 1)').run(
          given + n * 60_000,
          id,
          7000 + n,
        );
        db.prepare(
          'UPDATE cards SET type = 2, queue = 2, due = 400, ivl = 40, reps = reps + 1, mod = ? WHERE id = ?',
        ).run(Math.floor(given / 1000) + n * 60, id);
      }
    });
    open.clock.advance(2 * 3_600_000);
    const report = await open.import(path);
    expect(report).toMatchObject({
      notes: { added: 0, updated: 0 },
      cards: { added: 0 },
      reviews: { added: 4 },
    });
    const after = facts(open);
    expect(rowsAdded(before, after)).toMatchObject({ reviews: 4 });
    for (const table of [
      'notes',
      'cards',
      'note_types',
      'courses',
      'lectures',
      'learning_objectives',
      'media',
    ])
      expect([table, rowsAdded(before, after)[table] ?? 0]).toEqual([table, 0]);
    const moved = open.rows<{ due_day: number; interval_days: number }>(
      'SELECT due_day, interval_days FROM card_states WHERE interval_days = 40',
    );
    expect(moved).toHaveLength(4);
    const again = await open.import(path);
    expect(again.reviews).toMatchObject({ added: 0 });
    expect(rowsAdded(after, facts(open))).toEqual({ batches: 1 });
  });
});

it(
  'takes over a note that was edited there last, and keeps one that was edited here last',
  { timeout: 60_000 },
  async () => {
    const open = await studied();
    const [mine, theirs] = open.rows<{ uid: Buffer; fields: string }>(
      `SELECT uid, fields FROM notes WHERE deleted_at IS NULL AND source = 'sample' ORDER BY id LIMIT 2`,
    );
    const path = await exported(open, 'new');
    open.clock.advance(3_600_000);
    const edits = {
      mine: Math.floor(open.clock.now() / 1000) - 600,
      theirs: Math.floor(open.clock.now() / 1000) + 600,
    };
    onThePhone(path, 'new', (db) => {
      const set = db.prepare('UPDATE notes SET flds = ?, mod = ? WHERE guid = ?');
      const guid = (uid: Buffer | undefined) => `am-${uid?.toString('base64url') ?? ''}`;
      const fields = (text: string | undefined) =>
        ['phone', ...(JSON.parse(text ?? '[]') as string[]).slice(1)].join('\u001f');
      set.run(fields(mine?.fields), edits.mine, guid(mine?.uid));
      set.run(fields(theirs?.fields), edits.theirs, guid(theirs?.uid));
    });
    const own = ['desk', ...(JSON.parse(mine?.fields ?? '[]') as string[]).slice(1)];
    await open.call('notes.edit', { note: mine?.uid.toString('hex') ?? '', fields: own, tags: [] });
    open.clock.advance(3_600_000);
    await open.import(path);
    const begins = (uid: Buffer | undefined) =>
      open
        .rows<{ first: string }>(`SELECT fields ->> 0 AS first FROM notes WHERE uid = ?`, uid)
        .map(({ first }) => first);
    expect([begins(mine?.uid), begins(theirs?.uid)]).toEqual([['desk'], ['phone']]);
  },
);

it(
  'keeps what was taken back here, or made again, from packages of the time before',
  { timeout: 60_000 },
  async () => {
    const open = await openTestService();
    const { lecture } = await open.call('notes.addCourse', { title: 'Anatomy' });
    const basic = builtInTypes.find(({ name }) => name === 'Basic')?.uid ?? '';
    const { note } = await open.call('notes.add', {
      noteType: basic,
      lecture,
      fields: ['humerus', 'arm'],
      tags: [],
    });
    const here = (): unknown[] =>
      open.rows(`SELECT fields ->> 1 AS back FROM notes WHERE deleted_at IS NULL`);
    const later = (): void => open.clock.advance(60_000);
    const modified = (path: string): number => Number(readPackage(path).notes[0]?.['mod']);
    later();
    await open.call('notes.edit', { note, fields: ['humerus', 'leg'], tags: [] });
    const edited = await exported(open, 'new');
    later();
    await open.call('store.undo', {});
    const undone = await exported(open, 'new');
    expect(modified(undone)).toBe(modified(edited) + 60);
    later();
    await open.call('store.redo', {});
    await open.import(undone);
    expect(here()).toEqual([{ back: 'leg' }]);
    later();
    for (const command of ['exchange.merge', 'notes.edit'])
      expect((await open.call('store.undo', {})).entry?.command).toBe(command);
    await open.import(edited);
    expect(here()).toEqual([{ back: 'arm' }]);
  },
);
