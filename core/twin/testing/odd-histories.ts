import {
  basicNoteType,
  type DescribedReview,
  type PackageDescription,
} from '../../exchange/anki/testing/package-description.ts';
import { testStart } from '../../store/testing/test-clock.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Half past six in the evening, some days before the tests' today. */
const evening = (daysAgo: number): number => testStart - daysAgo * dayMs + 8 * 3_600_000;

type Answer = { at: number; card: number; ease: number; durationMs?: number; interval?: number };

/** Of both outcomes, without a draw: three in four are recalled. */
const mixed = (n: number): number => (n % 4 === 0 ? 1 : 3);

/** So many answers a day to some cards in turn, twenty seconds apart. */
const daily = (
  days: number,
  perDay: number,
  of: (n: number) => Partial<Answer> = () => ({}),
  cards = 40,
): Answer[] =>
  Array.from({ length: days * perDay }, (_, n) => ({
    at: evening(days - Math.floor(n / perDay)) + (n % perDay) * 20_000,
    card: n % cards,
    ease: mixed(n),
    ...of(n),
  }));

/** The longest time an answer can be written down with. */
const longestMs = 2_147_483_647;

/** Histories that no analysis is made for; each is somebody's. */
export const ODD_HISTORIES: Readonly<Record<string, readonly Answer[]>> = {
  'nothing was ever answered': [],
  'one card, one answer': [{ at: evening(3), card: 0, ease: 3 }],
  'one card for a quarter': daily(90, 1, undefined, 1),
  'one card, always forgotten': daily(60, 2, () => ({ ease: 1 }), 1),
  'ten years, an answer a week': daily(520, 1, (n) => ({ at: evening(7 * (520 - n)) })),
  'all right': daily(50, 15, () => ({ ease: 3 })),
  'all wrong': daily(90, 40, () => ({ ease: 1 })),
  'one day alone': daily(1, 300, (n) => ({ at: evening(1) + n * 20_000 }), 300),
  'ten thousand answers in a day': daily(1, 10_000, (n) => ({ at: evening(1) + n * 2000 })),
  'two days ten years apart': [
    ...daily(1, 60).map((answer) => ({ ...answer, at: answer.at - 3650 * dayMs })),
    ...daily(1, 60),
  ],
  'every answer as long': daily(50, 15, () => ({ durationMs: 5000 })),
  'no answer took any time': daily(50, 15, () => ({ durationMs: 0 })),
  'every answer took as long as can be written': daily(50, 15, () => ({ durationMs: longestMs })),
  'a clock that was years behind and years ahead': daily(50, 15, (n) =>
    n === 250
      ? { at: Date.UTC(2001, 0, 1) + n * minuteMs }
      : n === 501
        ? { at: Date.UTC(2037, 0, 1) + n * minuteMs }
        : {},
  ),
  'a clock that was set back an hour in every session': daily(50, 15, (n) => ({
    at: evening(50 - Math.floor(n / 15)) + (n % 15) * 20_000 - (n % 15 > 7 ? 3_600_000 : 0),
  })),
};

/** A history as a package that can be imported: forty cards at the least, in two lectures. */
export const packageOf = (answers: readonly Answer[]): PackageDescription => {
  const cards = Array.from(
    { length: answers.reduce((most, { card }) => Math.max(most, card + 1), 1) },
    (_, card) => card,
  );
  const ids = new Set<number>();
  const reviews = answers.map(
    ({ at, card, ease, durationMs = 4000 + (at % 7919), interval = 3 }, n): DescribedReview => {
      let id = at;
      while (ids.has(id)) id += 1;
      ids.add(id);
      return {
        id,
        cardId: 1 + card,
        ease,
        interval,
        lastInterval: 1,
        factor: 2500,
        durationMs,
        type: n < cards.length ? 0 : 1,
      };
    },
  );
  return {
    createdAt: Date.UTC(2015, 0, 1) / 1000,
    decks: [
      { id: 10, name: 'Medicine::Heart' },
      { id: 11, name: 'Medicine::Lung' },
    ],
    noteTypes: [basicNoteType(100)],
    notes: cards.map((n) => ({ id: 1000 + n, guid: `g${n}`, noteTypeId: 100, fields: [`q${n}`, `a${n}`] })),
    cards: cards.map((n) => ({
      id: 1 + n,
      noteId: 1000 + n,
      deckId: 10 + (n % 2),
      ordinal: 0,
      ...(answers.length === 0
        ? {}
        : { type: 2, queue: 2, due: 4080, intervalDays: 3, factor: 2500, reps: 4 }),
    })),
    reviews: reviews.toSorted((a, b) => a.id - b.id),
    media: [],
  };
};
