import { describe, expect, it } from 'vitest';
import { addCourse } from './testing/add-course.ts';
import { appendReview } from './testing/add-log-rows.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { rpcErrorOf } from './testing/rpc-error-of.ts';
import type { Store } from './store.ts';
import { pruneUndo, undoBytes, undoDays, undoState } from './undo.ts';
import { decodeSteps, encodeSteps, type UndoStep } from './undo-steps.ts';

const dayMs = 86_400_000;

const rows = (store: Store, sql: string): unknown[] => store.connection.prepare(sql).all();
const titles = (store: Store): unknown[] =>
  rows(store, 'SELECT title FROM courses WHERE deleted_at IS NULL ORDER BY id');
const settings = (store: Store): unknown[] => rows(store, 'SELECT key, value FROM settings ORDER BY key');

const rename = (store: Store, id: number, title: string) =>
  store.write('library.rename', (tx) => tx.updateRow('courses', { id }, { title }), { subject: title });
const setSetting = (store: Store, key: string, value: string) =>
  store.write('settings.change', (tx) => tx.insertRow('settings', { key, value }, ['key']));

describe('undo and redo', () => {
  it('of a row that was made: to the trash and back, with the same key', async () => {
    const { store } = await openTestStore();
    await store.write('test.add', (tx) => {
      tx.insertRow('courses', { uid: store.ids.uid(), title: 'Botany', position: 1 });
    });
    const made = rows(store, 'SELECT id, uid, title FROM courses');
    await store.stepHistory('undo');
    expect(titles(store)).toEqual([]);
    await store.stepHistory('redo');
    expect(titles(store)).toEqual([{ title: 'Botany' }]);
    expect(rows(store, 'SELECT id, uid, title FROM courses')).toEqual(made);
  });

  it('of a row that was made in the same millisecond: its stamp in the trash is a later one', async () => {
    const { store } = await openTestStore();
    await store.write('test.add', (tx) => {
      const botany = { uid: store.ids.uid(), title: 'Botany', position: 1 };
      tx.deleteRow('courses', { id: tx.insertRow('courses', botany) });
      tx.insertRow('courses', { uid: store.ids.uid(), title: 'Zoology', position: 2 });
    });
    const stamps = () =>
      rows(store, 'SELECT title, deleted_at > created_at AS gone FROM courses ORDER BY id');
    expect(stamps()).toEqual([
      { title: 'Botany', gone: 1 },
      { title: 'Zoology', gone: null },
    ]);
    await store.stepHistory('undo');
    expect(stamps()).toEqual([
      { title: 'Botany', gone: 1 },
      { title: 'Zoology', gone: 1 },
    ]);
  });

  it('of a row without a trash: removed and made again', async () => {
    const { store } = await openTestStore();
    await setSetting(store, 'study.newPerDay', '7');
    await store.stepHistory('undo');
    expect(settings(store)).toEqual([]);
    await store.stepHistory('redo');
    expect(settings(store)).toEqual([{ key: 'study.newPerDay', value: '7' }]);
  });

  it('of a change: the columns that changed and no others', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'Anatomy', 0);
    await rename(store, course, 'Physiology');
    await store.write('sync.position', (tx) => tx.updateRow('courses', { id: course }, { position: 9 }), {
      noUndo: true,
    });
    await store.stepHistory('undo');
    expect(rows(store, 'SELECT title, position FROM courses')).toEqual([{ title: 'Anatomy', position: 9 }]);
    await store.stepHistory('redo');
    expect(rows(store, 'SELECT title, position FROM courses')).toEqual([
      { title: 'Physiology', position: 9 },
    ]);
  });

  it('of a deletion', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'Anatomy', 0);
    await setSetting(store, 'a', '1');
    await store.write('test.remove', (tx) => {
      tx.deleteRow('courses', { id: course });
      tx.deleteRow('settings', { key: 'a' });
    });
    await store.stepHistory('undo');
    expect(titles(store)).toEqual([{ title: 'Anatomy' }]);
    expect(settings(store)).toEqual([{ key: 'a', value: '1' }]);
    await store.stepHistory('redo');
    expect(titles(store)).toEqual([]);
    expect(settings(store)).toEqual([]);
  });

  it('of a link between rows', async () => {
    const { store } = await openTestStore();
    const { notes } = await addCourse(store, 'Anatomy', 1);
    await store.write('test.tag', (tx) => {
      const tag = tx.insertRow('tags', { uid: store.ids.uid(), name: 'exam' });
      tx.insertRow('note_tags', { note_id: notes[0] ?? 0, tag_id: tag }, ['note_id', 'tag_id']);
    });
    await store.stepHistory('undo');
    expect(rows(store, 'SELECT * FROM note_tags')).toEqual([]);
    await store.stepHistory('redo');
    expect(rows(store, 'SELECT n.note_id, t.name FROM note_tags n JOIN tags t ON t.id = n.tag_id')).toEqual([
      { note_id: notes[0], name: 'exam' },
    ]);
  });

  it('of a log row: a cell beside it, the row itself untouched', async () => {
    const { store } = await openTestStore();
    const { cards } = await addCourse(store, 'Anatomy', 1);
    const uid = store.ids.uid();
    await store.write('study.answer', (tx) => appendReview(tx, { card: cards[0] ?? 0, at: tx.now, uid }));
    const log = rows(store, 'SELECT * FROM reviews');
    const state = rows(store, 'SELECT * FROM card_states');
    const toggled: boolean[] = [];
    store.hooks.on('log.toggled', (_tx, event) => toggled.push(event.undone));

    await store.stepHistory('undo');
    expect(rows(store, 'SELECT * FROM live_reviews')).toEqual([]);
    expect(rows(store, 'SELECT phase, reps FROM card_states')).toEqual([{ phase: 0, reps: 0 }]);
    expect(rows(store, 'SELECT target_uid, target_table, undone FROM log_undos')).toEqual([
      { target_uid: Buffer.from(uid), target_table: 'reviews', undone: 1 },
    ]);
    await store.stepHistory('redo');
    expect(rows(store, 'SELECT * FROM live_reviews')).toEqual(log);
    expect(rows(store, 'SELECT * FROM card_states')).toEqual(state);
    expect(rows(store, 'SELECT * FROM reviews')).toEqual(log);
    expect(toggled).toEqual([true, false]);
  });

  it('reverses the steps of one command from the last to the first', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'Anatomy', 0);
    await store.write('test.twice', (tx) => {
      tx.updateRow('courses', { id: course }, { title: 'Botany' });
      tx.updateRow('courses', { id: course }, { title: 'Chemistry' });
    });
    await store.stepHistory('undo');
    expect(titles(store)).toEqual([{ title: 'Anatomy' }]);
    await store.stepHistory('redo');
    expect(titles(store)).toEqual([{ title: 'Chemistry' }]);
  });

  it('goes back command by command, and forward again in the order they were given', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    for (const title of ['B', 'C', 'D']) await rename(store, course, title);
    const subjects: (string | undefined)[] = [];
    for (const direction of [
      'undo',
      'undo',
      'redo',
      'undo',
      'undo',
      'undo',
      'redo',
      'redo',
      'redo',
      'redo',
    ] as const) {
      subjects.push((await store.stepHistory(direction)).output?.subject);
    }
    expect(subjects).toEqual(['D', 'C', 'C', 'C', 'B', undefined, 'B', 'C', 'D', undefined]);
    expect(titles(store)).toEqual([{ title: 'D' }]);
  });

  it('survives that the program ends in between', async () => {
    const first = await openTestStore();
    const { course } = await addCourse(first.store, 'A', 0);
    await rename(first.store, course, 'B');
    await rename(first.store, course, 'C');
    await first.store.stepHistory('undo');
    await first.close();

    const second = await openTestStore({ folder: first.folder });
    expect(undoState(second.store)).toMatchObject({
      undo: { command: 'library.rename', subject: 'B' },
      redo: { command: 'library.rename', subject: 'C' },
    });
    await second.store.stepHistory('undo');
    expect(titles(second.store)).toEqual([{ title: 'A' }]);
    await second.close();

    const third = await openTestStore({ folder: first.folder });
    await third.store.stepHistory('redo');
    await third.store.stepHistory('redo');
    expect(titles(third.store)).toEqual([{ title: 'C' }]);
  });

  it('cannot bring back what a new command took the place of', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    await rename(store, course, 'B');
    await store.stepHistory('undo');
    await rename(store, course, 'C');
    expect(undoState(store).redo).toBeNull();
    expect((await store.stepHistory('redo')).output).toBeNull();
    await store.stepHistory('undo');
    expect(titles(store)).toEqual([{ title: 'A' }]);
  });

  it('of the entry that was meant, or of none', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    await rename(store, course, 'B');
    const meant = undoState(store).undo?.id ?? 0;
    await rename(store, course, 'C');
    expect(await rpcErrorOf(store.stepHistory('undo', meant))).toMatchObject({
      kind: 'conflict',
      details: { entry: meant },
    });
    expect(titles(store)).toEqual([{ title: 'C' }]);
    await store.stepHistory('undo', undoState(store).undo?.id);
    await store.stepHistory('undo', meant);
    expect(titles(store)).toEqual([{ title: 'A' }]);
    expect((await rpcErrorOf(store.stepHistory('redo', meant + 1))).kind).toBe('conflict');
    await store.stepHistory('redo', meant);
    expect(titles(store)).toEqual([{ title: 'B' }]);
  });

  it('keeps what was undone when a command is not undoable or fails', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    await rename(store, course, 'B');
    await store.stepHistory('undo');
    await store.write('jobs.end', (tx) => tx.updateRow('courses', { id: course }, { position: 2 }), {
      noUndo: true,
    });
    await store
      .write('test.fail', (tx) => {
        tx.updateRow('courses', { id: course }, { title: 'X' });
        throw new Error('no');
      })
      .catch(() => {});
    await store.stepHistory('redo');
    expect(titles(store)).toEqual([{ title: 'B' }]);
  });

  it('leaves everything as it is when one step cannot be reversed', async () => {
    const { store } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    await store.write('test.bulk', (tx) => {
      tx.steps.push({ kind: 'bulk', name: 'nobody.knows', data: {} });
      tx.updateRow('courses', { id: course }, { title: 'B' });
    });
    await expect(store.stepHistory('undo')).rejects.toThrow('nothing can undo nobody.knows');
    expect(titles(store)).toEqual([{ title: 'B' }]);
    expect(undoState(store).undo).toMatchObject({ command: 'test.bulk' });
  });

  it('asks a bulk operation to reverse itself with the data it left', async () => {
    const asked: unknown[] = [];
    const undoer = {
      undo: (_tx: unknown, data: unknown) => void asked.push(['undo', data]),
      redo: (_tx: unknown, data: unknown) => void asked.push(['redo', data]),
    };
    const { store } = await openTestStore({ undoers: { 'test.bulk': undoer } });
    await store.write('test.bulk', (tx) => {
      tx.steps.push({ kind: 'bulk', name: 'test.bulk', data: { batch: 3, uid: Uint8Array.of(1, 2) } });
    });
    await store.stepHistory('undo');
    await store.stepHistory('redo');
    const data = { batch: 3, uid: Uint8Array.of(1, 2) };
    expect(asked).toEqual([
      ['undo', data],
      ['redo', data],
    ]);
  });
});

describe('how long undo reaches back', () => {
  it(`is ${undoDays} days`, async () => {
    const { store, clock } = await openTestStore();
    const { course } = await addCourse(store, 'A', 0);
    await rename(store, course, 'old');
    clock.advance(1);
    await rename(store, course, 'young');
    clock.advance(undoDays * dayMs);
    await store.pruneUndo();
    expect(rows(store, 'SELECT subject FROM undo_log')).toEqual([{ subject: 'young' }]);
  });

  it('is 200 MB, of which the newest are kept', async () => {
    expect(undoBytes).toBe(200 * 1024 * 1024);
    const { store } = await openTestStore();
    const insert = store.connection.prepare(
      `INSERT INTO undo_log (at, command, subject, steps) VALUES (?, 'x', ?, zeroblob(?))`,
    );
    const now = store.clock.now();
    insert.run(now, 'oldest', 10);
    insert.run(now, 'too much', 1);
    insert.run(now, 'middle', 900);
    insert.run(now, 'newest', 100);
    await store.write('test.prune', (tx) => pruneUndo(tx, 1000), { noUndo: true });
    expect(rows(store, 'SELECT subject FROM undo_log ORDER BY id')).toEqual([
      { subject: 'middle' },
      { subject: 'newest' },
    ]);
  });
});

describe('undo steps as bytes', () => {
  const step: UndoStep = {
    kind: 'row',
    table: 'notes',
    key: { id: 1 },
    before: null,
    after: { uid: Uint8Array.of(0, 255), fields: 'é 漢 "', stability: 1.5, deleted_at: null },
  };
  const log: UndoStep = { kind: 'log', table: 'reviews', uid: Uint8Array.of(9), owner: 3 };

  it.each([
    ['few', [step, log], 0],
    ['many', Array.from({ length: 100 }, () => step), 1],
  ])('come back as they were: %s', (_, steps, form) => {
    const bytes = encodeSteps(steps);
    expect(bytes[0]).toBe(form);
    expect(decodeSteps(bytes)).toEqual(steps);
  });
});
