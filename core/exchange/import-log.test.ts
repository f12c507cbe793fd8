import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testing/temporary-folder.ts';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import {
  basicNoteType,
  reversedNoteType,
  type DescribedCard,
  type DescribedNote,
  type PackageDescription,
} from './anki/testing/package-description.ts';
import { answerAt, schoolStart } from './anki/testing/school-package.ts';
import { writeCollection } from './anki/testing/write-collection.ts';

const note = (id: number, other: Partial<DescribedNote> = {}): DescribedNote => ({
  id,
  guid: `note ${id}`,
  noteTypeId: 100,
  modifiedAt: schoolStart,
  fields: [`front ${id}`, 'back'],
  ...other,
});
const card = (id: number, noteId: number, other: Partial<DescribedCard> = {}): DescribedCard => ({
  id,
  noteId,
  deckId: 10,
  ordinal: 0,
  ...other,
});
/** An answer in learning, five seconds long. */
const answer = (day: number, cardId: number) => answerAt(day, cardId, 3, -600, 0);
const collection = (parts: Partial<PackageDescription>): PackageDescription => ({
  createdAt: schoolStart,
  decks: [{ id: 10, name: 'Biology::Cells' }],
  noteTypes: [basicNoteType(100)],
  notes: [note(1)],
  cards: [],
  reviews: [],
  media: [],
  ...parts,
});
const described = (parts: Partial<PackageDescription>): Promise<string> => writtenPackage(collection(parts));

const derived = ({ rows }: OpenService): unknown => [
  rows('SELECT * FROM daily_rollups ORDER BY study_day'),
  rows('SELECT * FROM card_states ORDER BY card_id'),
];
/** What an import left derived is what the facts say. */
const expectRebuildChangesNothing = async (open: OpenService): Promise<void> => {
  const kept = derived(open);
  await resultOf(open.service, (await open.call('store.rebuild', {})).job);
  expect(derived(open)).toEqual(kept);
};

/** Instants of the answers of each card, by Anki's number of the card when it came. */
const answers = (open: OpenService): Record<string, number[]> => {
  const rows = open.rows<{ source_id: string; at: number }>(
    'SELECT c.source_id, r.at FROM live_reviews r JOIN cards c ON c.id = r.card_id ORDER BY r.at',
  );
  return Object.fromEntries(
    [...new Set(rows.map((row) => row.source_id))].map((id) => [
      id,
      rows.filter((row) => row.source_id === id).map((row) => row.at),
    ]),
  );
};

describe('the log of a card that was deleted in Anki and made again', () => {
  it('goes on with the card that is here, old reviews and new ones, and comes no second time', async () => {
    const open = await openTestService();
    const first = answer(1, 1);
    await open.import(await described({ cards: [card(1, 1)], reviews: [first] }));
    const [second, third] = [answer(2, 1), answer(3, 2)];
    const path = await described({ cards: [card(2, 1)], reviews: [first, second, third] });
    const preview = await open.stage(path);
    expect(preview).toMatchObject({
      cards: { added: 0, existing: 1 },
      reviews: { added: 2, existing: 1 },
      warnings: [{ code: 'deleted_cards_with_reviews', count: 1 }],
    });
    expect((await open.merge(preview.staging)).reviews).toEqual({ added: 2, existing: 1 });
    expect(answers(open)).toEqual({ 1: [first.id, second.id, third.id] });
    await expectRebuildChangesNothing(open);

    expect((await open.import(path)).reviews).toEqual({ added: 0, existing: 3 });
    open.clock.advance(1000);
    await open.call('store.undo', {});
    await open.call('store.undo', {});
    await open.service.store.settle();
    expect(answers(open)).toEqual({ 1: [first.id] });
    await expectRebuildChangesNothing(open);
  });

  it('stays apart where that card never came: it is history on a card of its own', async () => {
    const open = await openTestService();
    const [first, second, third] = [answer(1, 1), answer(2, 1), answer(3, 2)];
    const path = await described({ cards: [card(2, 1)], reviews: [first, second, third] });
    expect((await open.import(path)).reviews).toEqual({ added: 3, existing: 0 });
    expect(answers(open)).toEqual({ 1: [first.id, second.id], 2: [third.id] });
    expect((await open.import(path)).reviews).toEqual({ added: 0, existing: 3 });
    await expectRebuildChangesNothing(open);
  });
});

describe('what a package says twice', () => {
  it('two cards for one side of a note are one card, with the answers of both', async () => {
    const open = await openTestService();
    const [first, second, third] = [answer(1, 1), answer(2, 2), answer(3, 2)];
    const path = await described({ cards: [card(1, 1), card(2, 1)], reviews: [first, second, third] });
    const preview = await open.stage(path);
    expect(preview).toMatchObject({
      cards: { added: 1, existing: 0 },
      reviews: { added: 3, existing: 0 },
      warnings: [{ code: 'doubled_cards', count: 1 }],
    });
    expect(await open.merge(preview.staging)).toMatchObject({
      cards: { added: 1, existing: 0 },
      reviews: { added: 3, existing: 0 },
      warnings: [{ code: 'doubled_cards', count: 1 }],
    });
    expect(answers(open)).toEqual({ 1: [first.id, second.id, third.id] });
    expect(
      open.rows('SELECT sum(answers) AS answers, sum(introduced) AS introduced FROM daily_rollups'),
    ).toEqual([{ answers: 3, introduced: 1 }]);
    await expectRebuildChangesNothing(open);
  });

  it('the same answer twice, in a log without keys, is one answer', async () => {
    const open = await openTestService();
    const path = join(temporaryFolder(), 'collection.anki2');
    writeCollection(path, 11, collection({ cards: [card(1, 1)], reviews: [answer(1, 1)] }));
    const db = new DatabaseSync(path);
    db.exec(`CREATE TABLE loose AS SELECT * FROM revlog; DROP TABLE revlog; ALTER TABLE loose RENAME TO revlog;
      INSERT INTO revlog SELECT * FROM revlog`);
    db.close();
    expect((await open.import(path)).reviews).toEqual({ added: 1, existing: 0 });
    expect(open.rows('SELECT sum(answers) AS answers FROM daily_rollups')).toEqual([{ answers: 1 }]);
  });
});

describe('a card whose log is all that is left of it', () => {
  it('does not take the numbers of a package that has some below zero', async () => {
    const open = await openTestService();
    const path = await described({
      noteTypes: [basicNoteType(100), { ...basicNoteType(-1), name: 'Below zero' }],
      notes: [note(-1, { noteTypeId: -1 }), note(-2), note(-3)],
      cards: [card(1, -1), card(2, -2), card(3, -3)],
      reviews: [1, 2, 3, 50, 51, 52].map((id) => answer(id, id)),
    });
    const preview = await open.stage(path);
    expect(preview).toMatchObject({ counts: { notes: 3, cards: 3, reviews: 6, noteTypes: 2 } });
    const warnings = [{ code: 'deleted_cards_with_reviews', count: 3 }];
    expect(await open.merge(preview.staging)).toMatchObject({
      cards: { added: 3, existing: 0 },
      reviews: { added: 6, existing: 0 },
      warnings,
    });
    expect(Object.keys(answers(open))).toEqual(['1', '2', '3', '50', '51', '52']);
    const names = open.rows<{ source_id: string; name: string; shown: number }>(
      `SELECT c.source_id, t.name, c.deleted_at IS NULL AS shown FROM cards c JOIN notes n ON n.id = c.note_id
         JOIN note_types t ON t.id = n.note_type_id ORDER BY c.source_id + 0`,
    );
    expect(names.map(({ source_id, name, shown }) => [source_id, name, shown])).toEqual([
      ['1', 'Below zero', 1],
      ['2', 'Basic', 1],
      ['3', 'Basic', 1],
      ['50', 'Deleted', 0],
      ['51', 'Deleted', 0],
      ['52', 'Deleted', 0],
    ]);
    await expectRebuildChangesNothing(open);
  });
});

describe('a card that the library cannot have', () => {
  const types = [basicNoteType(100), reversedNoteType(101)];
  /** Note 1 under a type of two cards, its second card with a log; the note itself is as it was. */
  const second = card(2, 1, { ordinal: 1, type: 2, queue: 2, due: 9, intervalDays: 4, reps: 2 });
  const reviews = [answer(4, 2), answer(5, 2), answerAt(6, 2, 0, 4, 4)];
  const leftOut = [
    { code: 'cards_left_out', count: 1 },
    { code: 'reviews_left_out', count: 2 },
    { code: 'schedule_changes_left_out', count: 1 },
    { code: 'schedules_left_out', count: 1 },
  ];

  it.each([
    { among: 'nothing else', known: [], added: 0, existing: 0 },
    { among: 'cards that are here and gain answers', known: [card(1, 2)], added: 1, existing: 1 },
  ])(
    'is said to be left out with its log, among $among; no day counts it',
    async ({ known, added, existing }) => {
      const open = await openTestService();
      const notes = [note(1), note(2)];
      const before = known.map(({ id }) => answer(1, id));
      const after = known.map(({ id }) => answer(2, id));
      await open.import(await described({ noteTypes: types, notes, cards: known, reviews: before }));
      const path = await described({
        noteTypes: types,
        notes: [note(1, { noteTypeId: 101 }), note(2)],
        cards: [...known, second],
        reviews: [...before, ...after, ...reviews],
      });
      const preview = await open.stage(path);
      expect(preview).toMatchObject({
        cards: { added: 0, existing: known.length },
        reviews: { added, existing },
        warnings: leftOut,
      });
      expect(await open.merge(preview.staging)).toMatchObject({
        cards: { added: 0, existing: known.length },
        reviews: { added, existing },
        scheduleChanges: { added: 0, existing: 0 },
        warnings: leftOut,
      });
      expect(open.rows('SELECT count(*) AS n FROM reviews')).toEqual([{ n: before.length + after.length }]);
      await expectRebuildChangesNothing(open);
    },
  );

  it('is foreseen also where its note gets a type that is new here and has no such card', async () => {
    const open = await openTestService();
    await open.import(await described({ cards: [card(1, 1)] }));
    const newer = note(1, { noteTypeId: 101, modifiedAt: schoolStart + 60 });
    const third = card(3, 1, { ordinal: 2 });
    const path = await described({ noteTypes: types, notes: [newer], cards: [card(1, 1), second, third] });
    const preview = await open.stage(path);
    const report = await open.merge(preview.staging);
    for (const { cards, warnings } of [preview, report]) {
      expect(cards).toEqual({ added: 1, existing: 1 });
      expect(warnings).toEqual([{ code: 'cards_left_out', count: 1 }]);
    }
  });

  it('comes with the note once that has the other type', async () => {
    const open = await openTestService();
    await open.import(await described({ noteTypes: types, cards: [card(1, 1)] }));
    const newer = note(1, { noteTypeId: 101, modifiedAt: schoolStart + 60 });
    const path = await described({ noteTypes: types, notes: [newer], cards: [card(1, 1), second], reviews });
    const preview = await open.stage(path);
    expect(preview).toMatchObject({ cards: { added: 1, existing: 1 }, warnings: [] });
    expect(await open.merge(preview.staging)).toMatchObject({
      cards: { added: 1, existing: 1 },
      reviews: { added: 2, existing: 0 },
      scheduleChanges: { added: 1, existing: 0 },
      warnings: [],
    });
    await expectRebuildChangesNothing(open);
  });
});
