import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeBigPackage } from '#core/exchange/anki/testing/write-big-package.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { readConflicts, restoreConflict } from './conflicts.ts';
import { applyHeld, countHeld, refuseHeld } from './held-deletions.ts';
import { contentOf, TestServer, withSync, type Laptop } from './testing/laptops.ts';

const hour = 3_600_000;

/** Laptops that hold the same sample course; the server's clock is right. */
const laptops = async (n: number): Promise<{ server: TestServer; all: [Laptop, ...Laptop[]] }> => {
  const first = await openTestService();
  await first.call('exchange.openSample', {});
  const server = new TestServer(() => first.clock.now() + hour);
  const all: [Laptop, ...Laptop[]] = [await withSync(first, server)];
  await all[0].settle();
  while (all.length < n) {
    const next = await withSync(await openTestService(), server);
    await next.settle();
    all.push(next);
  }
  return { server, all };
};

const settleAll = async (all: readonly Laptop[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) for (const { settle } of all) await settle();
};

const expectSame = (all: readonly Laptop[]): void => {
  for (const laptop of all) {
    expect(contentOf(laptop)).toEqual(contentOf(all[0] as Laptop));
    expect(laptop.sync.digests.kept()).toEqual(laptop.sync.digests.counted());
  }
};

const firstNote = ({ rows }: Laptop): string =>
  rows<{ uid: string }>(
    'SELECT lower(hex(uid)) AS uid FROM notes WHERE deleted_at IS NULL ORDER BY uid LIMIT 1',
  )[0]?.uid ?? '';
const cardOf = ({ rows }: Laptop, note: string): string =>
  rows<{ uid: string }>(
    'SELECT lower(hex(c.uid)) AS uid FROM cards c JOIN notes n ON n.id = c.note_id WHERE lower(hex(n.uid)) = ? LIMIT 1',
    note,
  )[0]?.uid ?? '';
const fieldsOf = async (laptop: Laptop, note: string): Promise<string[]> =>
  (await laptop.call('notes.read', { note })).fields;
const edit = async (laptop: Laptop, note: string, text: string): Promise<void> => {
  const fields = await fieldsOf(laptop, note);
  await laptop.call('notes.edit', {
    note,
    fields: [`${fields[0] ?? ''}${text}`, ...fields.slice(1)],
    tags: [],
  });
};

describe('two laptops that write one field without knowing of each other', () => {
  it('keep the later one, and the other one in the conflict log, from where it comes back everywhere', async () => {
    const { all } = await laptops(2);
    const [one, two] = all as [Laptop, Laptop];
    const note = firstNote(one);
    await edit(one, note, ' from one');
    two.clock.advance(5000);
    await edit(two, note, ' from two');
    await settleAll(all);
    expectSame(all);
    expect((await fieldsOf(one, note))[0]).toMatch(/from two$/);
    const found = all.flatMap((laptop) =>
      readConflicts(laptop.service.store, 10)
        .filter(({ field }) => field === 'fields')
        .map((conflict) => ({ laptop, conflict })),
    );
    expect(found).toHaveLength(1);
    const [{ laptop, conflict }] = found as [(typeof found)[0]];
    expect(String(conflict.lost)).toContain('from one');
    await laptop.service.store.write('sync.restoreConflict', (tx) =>
      restoreConflict(tx, laptop.sync, conflict.id),
    );
    await settleAll(all);
    expectSame(all);
    expect((await fieldsOf(two, note))[0]).toMatch(/from one$/);
  }, 60_000);

  it('make one tag of two of one name', async () => {
    const { all } = await laptops(3);
    const note = firstNote(all[0]);
    for (const laptop of all)
      await laptop.call('notes.tag', { cards: [cardOf(laptop, note)], add: ['fresh'], remove: [] });
    await settleAll(all);
    expectSame(all);
    for (const { rows } of all) expect(rows(`SELECT id FROM tags WHERE name = 'fresh'`)).toHaveLength(1);
  }, 60_000);
});

describe('a deletion', () => {
  it('gives way to a later edit of another laptop', async () => {
    const { all } = await laptops(2);
    const [one, two] = all as [Laptop, Laptop];
    const note = firstNote(one);
    await one.call('notes.remove', { cards: [cardOf(one, note)] });
    two.clock.advance(60_000);
    await edit(two, note, ' still needed');
    await settleAll(all);
    expectSame(all);
    for (const { rows } of all)
      expect(rows('SELECT deleted_at FROM notes WHERE lower(hex(uid)) = ?', note)).toEqual([
        { deleted_at: null },
      ]);
  }, 60_000);

  it('of more than fifty waits for a word of the owner, who may want it or not', async () => {
    const { all } = await laptops(3);
    const [one, two, three] = all as [Laptop, Laptop, Laptop];
    const live = ({ rows }: Laptop): number =>
      rows<{ n: number }>('SELECT count(*) AS n FROM cards WHERE deleted_at IS NULL')[0]?.n ?? 0;
    const before = live(two);
    const cards = one.rows<{ uid: string }>('SELECT lower(hex(uid)) AS uid FROM cards').map(({ uid }) => uid);
    await one.call('notes.remove', { cards });
    await settleAll(all);
    expect(live(one)).toBe(0);
    expect(before - live(two)).toBe(50);
    expect(countHeld(two.sync)['cards']).toBe(before - 50);
    await two.service.store.write('sync.applyHeld', (tx) => applyHeld(tx, two.sync), { noUndo: true });
    expect(live(two)).toBe(0);
    await three.service.store.write('sync.refuseHeld', (tx) => refuseHeld(tx, three.sync), { noUndo: true });
    await settleAll(all);
    for (const laptop of all) expect(live(laptop)).toBe(before - 50);
    expectSame(all);
  }, 90_000);
});

describe('an import while sync is on', () => {
  it('travels as one op with a blob', async () => {
    const { all, server } = await laptops(2);
    const [one, two] = all as [Laptop, Laptop];
    const file = join(temporaryFolder(), 'big.apkg');
    await writeBigPackage(file, { notes: 400, reviews: 2000, seed: 3, version: 3 });
    const before = server.memory.head;
    await one.import(file);
    await settleAll(all);
    expectSame(all);
    expect(server.memory.head - before).toBeLessThan(10);
    expect(server.blobs.size).toBe(1);
    expect(two.rows('SELECT count(*) AS n FROM reviews')).toEqual(
      one.rows('SELECT count(*) AS n FROM reviews'),
    );
  }, 120_000);

  it('of a text larger than a frame goes too', async () => {
    const { all } = await laptops(2);
    const note = firstNote(all[0]);
    await edit(all[0], note, 'x'.repeat(150_000));
    await settleAll(all);
    expectSame(all);
  }, 60_000);
});

describe('an erasure', () => {
  it('takes the answers from every laptop, and those that come later from before it', async () => {
    const { all } = await laptops(3);
    const [one, two, three] = all as [Laptop, Laptop, Laptop];
    for (const laptop of all) {
      await laptop.call('study.start', { scope: {} });
      const { session, step } = await laptop.call('study.current', {});
      if (session === null || step?.kind !== 'card') throw new Error('nothing to study');
      await laptop.call('study.answer', {
        request: laptop.service.store.ids
          .uid()
          .reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), ''),
        session: session.uid,
        card: step.rendered.card,
        rating: 3,
        durationMs: 4000,
      });
    }
    await one.settle();
    await two.settle();
    one.clock.advance(1000);
    await one.call('twin.eraseBehavioralData', { word: 'erase', reviews: true });
    await one.settle();
    await two.settle();
    // Away until now, with an answer from before.
    await three.settle();
    await settleAll(all);
    for (const { rows } of all) expect(rows('SELECT uid FROM reviews')).toEqual([]);
    expectSame(all);
  }, 90_000);
});

describe('a laptop whose clock is far ahead', () => {
  it('does not win for ever, and its answers happened when the account says', async () => {
    const { all, server } = await laptops(2);
    const [one] = all as [Laptop, Laptop];
    const wrong = await openTestService({ clock: testClock(Date.UTC(2099, 0, 1)) });
    const future = await withSync(wrong, server);
    await future.settle();
    const note = firstNote(one);
    await edit(future, note, ' from 2099');
    await future.settle();
    await one.settle();
    one.clock.advance(2 * hour);
    await edit(one, note, ' later');
    await settleAll([...all, future]);
    expectSame([...all, future]);
    expect((await fieldsOf(future, note))[0]).toMatch(/later$/);
  }, 90_000);
});

describe('rows that changed behind the program’s back', () => {
  it('are found by their digest and read again', async () => {
    const { all } = await laptops(2);
    const [one, two] = all as [Laptop, Laptop];
    await settleAll(all);
    const beside = new Database(join(two.folder, 'americano.sqlite'));
    beside.exec(`UPDATE courses SET title = 'damaged'`);
    beside.close();
    expect(two.sync.digests.kept()).not.toEqual(two.sync.digests.counted());
    await two.service.store.write('sync.compare', (tx) => two.sync.run(tx, (engine) => engine.compare()), {
      noUndo: true,
    });
    await settleAll(all);
    expect(two.rows('SELECT title FROM courses')).toEqual(one.rows('SELECT title FROM courses'));
    expectSame(all);
  }, 60_000);
});

describe('a server that lost everything', () => {
  it('is filled again by who comes first, and nobody loses a row', async () => {
    const { all, server } = await laptops(2);
    const [one, two] = all as [Laptop, Laptop];
    await edit(one, firstNote(one), ' before');
    await settleAll(all);
    await edit(two, firstNote(two), ' after');
    server.forget();
    await settleAll(all);
    await settleAll(all);
    expectSame(all);
    expect((await fieldsOf(one, firstNote(one)))[0]).toMatch(/before after$/);
  }, 60_000);
});
