import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Changes } from '../rpc/changes.ts';
import { openReader } from './open-store.ts';
import { profileAt } from './profile.ts';
import { addCourse } from './testing/add-course.ts';
import { appendReview } from './testing/add-log-rows.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import { statement } from './statements.ts';
import type { Store } from './store.ts';

const everyRow = (store: Store): Record<string, unknown[]> => {
  const names = store.connection
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all() as { name: string }[];
  return Object.fromEntries(
    names.map(({ name }) => [name, store.connection.prepare(`SELECT * FROM ${name}`).all()]),
  );
};

const published = (store: Store): Changes[] => {
  const heard: Changes[] = [];
  store.feed.subscribe((changes) => heard.push(changes));
  return heard;
};

describe('one write', () => {
  it('gives one Changes value: what it wrote, what is derived from it, and the possibility to undo it', async () => {
    const { store } = await openTestStore();
    const heard = published(store);
    const { output, changes } = await store.write('test.write', (tx) => {
      tx.insertRow('settings', { key: 'study.newPerDay', value: '5' }, ['key']);
      return 'written';
    });
    expect(output).toBe('written');
    expect([...changes].sort()).toEqual(['settings', 'undo_log']);
    expect(heard).toEqual([changes]);
  });

  it('names the derived tables of a log row', async () => {
    const { store } = await openTestStore();
    const { cards } = await addCourse(store, 'Anatomy', 1);
    const { changes } = await store.write('test.review', (tx) =>
      appendReview(tx, { card: cards[0] ?? 0, at: tx.now, uid: store.ids.uid() }),
    );
    expect([...changes].sort()).toEqual(['card_states', 'reviews', 'undo_log']);
  });

  it('that changes nothing says so to nobody and leaves nothing to undo', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'Anatomy', 0);
    const heard = published(store);
    const before = everyRow(store);
    const { output, changes } = await store.write('test.same', (tx) =>
      tx.updateRow('courses', { id: course }, { title: 'Anatomy' }),
    );
    expect(output).toBe(false);
    expect(changes).toEqual([]);
    expect(heard).toEqual([]);
    expect(everyRow(store)).toEqual(before);
  });

  it('that fails leaves nothing: no row, no log, no derived row, no undo, no announcement', async () => {
    const { store } = await openTestStore();
    const { course, cards } = await addCourse(store, 'Anatomy', 3);
    const heard = published(store);
    const before = everyRow(store);
    const failing = store.write('test.fail', (tx) => {
      tx.updateRow('courses', { id: course }, { title: 'Physiology' });
      tx.insertRow('settings', { key: 'study.newPerDay', value: '5' }, ['key']);
      for (const card of cards) appendReview(tx, { card, at: tx.now, uid: store.ids.uid() });
      tx.deleteRow('cards', { id: cards[1] ?? 0 });
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(everyRow(store)).toEqual(before);
    expect(heard).toEqual([]);
    expect(store.connection.inTransaction).toBe(false);
  });

  it('that a listener refuses leaves nothing either', async () => {
    const { store } = await openTestStore();
    const { cards } = await addCourse(store, 'Anatomy', 1);
    store.hooks.on('review.recorded', () => {
      throw new Error('the listener failed');
    });
    const before = everyRow(store);
    const card = cards[0] ?? 0;
    const failing = store.write('test.review', (tx) => {
      const uid = store.ids.uid();
      appendReview(tx, { card, at: tx.now, uid });
      tx.emit('review.recorded', {
        cardId: card,
        uid,
        at: tx.now,
        studyDay: 1,
        rating: 3,
        phase: 1,
        durationMs: 1,
        schedules: true,
        utcOffsetMin: 60,
        session: null,
        retrievability: null,
      });
    });
    await expect(failing).rejects.toThrow('the listener failed');
    expect(everyRow(store)).toEqual(before);
  });

  it('refuses names that are in no schema before they become SQL', async () => {
    const { store } = await openTestStore();
    const write = (work: Parameters<Store['write']>[1]) => store.write('test.names', work);
    await expect(write((tx) => tx.insertRow('sqlite_schema', { name: 'x' }))).rejects.toThrow(
      'no table sqlite_schema',
    );
    await expect(write((tx) => tx.insertRow('courses; DROP TABLE cards', {}))).rejects.toThrow('no table');
    await expect(write((tx) => tx.updateRow('courses', { id: 1 }, { 'title = 1 --': 'x' }))).rejects.toThrow(
      'no column',
    );
    await expect(write((tx) => tx.updateRow('courses', { id: 99 }, { title: 'x' }))).rejects.toThrow(
      'no row of courses',
    );
  });

  it('is refused by the schema as a whole: a dangling row, a broken CHECK', async () => {
    const { store } = await openTestStore();
    const { cards } = await addCourse(store, 'Anatomy', 1);
    const dangling = store.write('test.dangling', (tx) =>
      appendReview(tx, { card: 4711, at: tx.now, uid: store.ids.uid() }),
    );
    await expect(dangling).rejects.toThrow('FOREIGN KEY');
    const unknown = store.write('test.rating', (tx) =>
      appendReview(tx, { card: cards[0] ?? 0, at: tx.now, uid: store.ids.uid() }, 5),
    );
    await expect(unknown).rejects.toThrow('CHECK');
    expect(store.connection.prepare('SELECT count(*) AS n FROM reviews').get()).toEqual({ n: 0 });
  });

  it('puts rows in the trash where the table has one and removes them where it has none', async () => {
    const { store, clock } = await openTestStore();
    const { course } = await addCourse(store, 'Anatomy', 0);
    clock.advance(1);
    await store.write('test.delete', (tx) => {
      tx.insertRow('settings', { key: 'a', value: '1' }, ['key']);
      tx.deleteRow('settings', { key: 'a' });
      tx.deleteRow('settings', { key: 'never there' });
      tx.deleteRow('courses', { id: course });
    });
    expect(store.connection.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 0 });
    expect(store.connection.prepare('SELECT deleted_at FROM courses').get()).toEqual({
      deleted_at: clock.now(),
    });
  });

  it('cannot begin while another program writes, and says busy', async () => {
    const { store, folder } = await openTestStore();
    store.connection.pragma('busy_timeout = 1');
    const other = new Database(profileAt(folder).store);
    other.exec('BEGIN IMMEDIATE');
    const insert = statement('test.insertSetting', `INSERT INTO settings VALUES ('b', '1', 1, 1)`);
    expect((await rpcErrorOf(store.write('test.busy', (tx) => tx.run(insert, {})))).kind).toBe('busy');
    other.exec('ROLLBACK');
    other.close();
    await store.write('test.free', (tx) => tx.run(insert, {}));
  });
});

describe('the change feed', () => {
  it('reaches every listener until it stops listening', async () => {
    const { store } = await openTestStore();
    const first: Changes[] = [];
    const stop = store.feed.subscribe((changes) => first.push(changes));
    const second = published(store);
    await addCourse(store, 'Anatomy', 0);
    stop();
    await addCourse(store, 'Botany', 0);
    expect(first).toHaveLength(1);
    expect(second).toHaveLength(2);
    expect(second[0]).toEqual(first[0]);
  });

  it('hears of a write only after its commit', async () => {
    const { store, folder } = await openTestStore();
    const { connection, close } = openReader(profileAt(folder));
    const seen: unknown[] = [];
    store.feed.subscribe(() => seen.push(connection.prepare('SELECT title FROM courses').get()));
    await addCourse(store, 'Anatomy', 0);
    close();
    expect(seen).toEqual([{ title: 'Anatomy' }]);
  });
});

describe('a snapshot', () => {
  const rows = statement<Record<string, never>, { n: number }>(
    'test.countSettings',
    'SELECT count(*) AS n FROM settings',
  );

  it('sees one state of the file, whatever another connection writes meanwhile', async () => {
    const { store } = await openTestStore();
    const other = new Database(store.profile.store);
    const seen = store.snapshot(() => {
      const before = store.get(rows, {})?.n;
      other.prepare(`INSERT INTO settings VALUES ('study.newPerDay', '5', 1, 1)`).run();
      return [before, store.get(rows, {})?.n];
    });
    other.close();
    expect(seen).toEqual([0, 0]);
    expect(store.get(rows, {})).toEqual({ n: 1 });
  });

  it('that fails leaves no transaction open', async () => {
    const { store } = await openTestStore();
    expect(() =>
      store.snapshot(() => {
        throw new Error('unreadable');
      }),
    ).toThrow('unreadable');
    expect(store.connection.inTransaction).toBe(false);
  });
});
