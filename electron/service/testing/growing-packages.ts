import { join } from 'node:path';
import { cardHistory } from '#core/exchange/anki/testing/card-history.ts';
import { basicNoteType, type PackageDescription } from '#core/exchange/anki/testing/package-description.ts';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';

const createdAt = Date.UTC(2023, 0, 1) / 1000;
const noteTypeId = 1_600_000_000_000;

/** `notes` cards in two decks; each has its first `share` of a history of up to 12 reviews, every fifth card has none. */
const describePackage = (notes: number, share: number): PackageDescription => {
  const indexes = Array.from({ length: notes }, (_, index) => index);
  const cards = indexes.map((index) => {
    const id = 1_650_000_000_000 + index;
    const history = cardHistory(id, index % 5 === 0 ? 0 : 2 + (index % 11), createdAt, seededRandom(index));
    const kept = history.reviews.slice(0, Math.ceil(history.reviews.length * share));
    const card = { id, noteId: 1_640_000_000_000 + index, deckId: 10 + (index % 2), ordinal: 0 };
    return { card: { ...card, ...(kept.length > 0 ? history.state : {}) }, reviews: kept };
  });
  return {
    createdAt,
    decks: [
      { id: 1, name: 'Default' },
      { id: 10, name: 'Anatomy' },
      { id: 11, name: 'Anatomy::Hand' },
    ],
    noteTypes: [basicNoteType(noteTypeId)],
    notes: indexes.map((index) => ({
      id: 1_640_000_000_000 + index,
      guid: `guid ${index}`,
      noteTypeId,
      modifiedAt: createdAt + Math.round(share * 1000),
      fields: [`question ${index}`, `answer ${index} at ${share}`],
    })),
    cards: cards.map(({ card }) => card),
    reviews: cards.flatMap(({ reviews }) => reviews),
    media: [],
  };
};

/** The same collection exported three times while it grew: more notes, more reviews of the old ones. */
export const writeGrowingPackages = async (folder: string): Promise<string[]> => {
  const paths: string[] = [];
  for (const [index, [notes, share]] of (
    [
      [20, 0.4],
      [26, 0.7],
      [32, 1],
    ] as const
  ).entries()) {
    const path = join(folder, `export-${index}.apkg`);
    await writePackage(path, 3, describePackage(notes, share));
    paths.push(path);
  }
  return paths;
};
