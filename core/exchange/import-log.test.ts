import { expect, describe, it } from 'vitest';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import {
  basicNoteType,
  type DescribedCard,
  type DescribedNote,
  type PackageDescription,
} from './anki/testing/package-description.ts';
import { answerAt, schoolStart } from './anki/testing/school-package.ts';

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
const described = (parts: Partial<PackageDescription>): Promise<string> =>
  writtenPackage({
    createdAt: schoolStart,
    decks: [{ id: 10, name: 'Biology::Cells' }],
    noteTypes: [basicNoteType(100)],
    notes: [note(1)],
    cards: [],
    reviews: [],
    media: [],
    ...parts,
  });

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
