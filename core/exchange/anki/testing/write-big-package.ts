import { cardHistory } from './card-history.ts';
import { basicNoteType, clozeNoteType, reversedNoteType } from './package-description.ts';
import type {
  DescribedCard,
  DescribedDeck,
  DescribedNote,
  DescribedReview,
  PackageDescription,
} from './package-description.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { writePackage, type WritableVersion } from './write-package.ts';

export type BigPackageOptions = {
  notes: number;
  reviews: number;
  seed: number;
  version: WritableVersion;
  /** Epoch seconds; by default 1 January 2023. */
  createdAt?: number;
};

const BASIC = 1_600_000_000_001;
const REVERSED = 1_600_000_000_002;
const CLOZE = 1_600_000_000_003;
const FIRST_NOTE = 1_650_000_000_000;
const FIRST_CARD = 1_660_000_000_000;
const COURSES = 5;
const LECTURES = 8;
const WORDS = [
  'axon',
  'membrane',
  'osmosis',
  'enzyme',
  'vector',
  'matrix',
  'eigenvalue',
  'treaty',
  'senate',
  'verb',
  'noun',
  'tense',
  'cortex',
  'lattice',
  'ion',
  'entropy',
  'gradient',
  'integral',
  'allele',
  'ribosome',
  'clause',
  'tariff',
  'census',
  'larynx',
] as const;

/** Writes a package of any size: of every four notes two are basic, one reversed (two cards) and one cloze (two cards), in 40 lectures of five courses,
 * with exactly `reviews` log rows over three years. The same options give the same rows. */
export async function writeBigPackage(path: string, options: BigPackageOptions): Promise<void> {
  await writePackage(path, options.version, bigDescription(options));
}

/** The content of `writeBigPackage`; each iteration of its members begins anew. */
export function bigDescription(options: BigPackageOptions): PackageDescription {
  const createdAt = options.createdAt ?? 1_672_531_200;
  return {
    createdAt,
    decks: [{ id: 1, name: 'Default' }, ...bigDecks()],
    noteTypes: [basicNoteType(BASIC), reversedNoteType(REVERSED), clozeNoteType(CLOZE)],
    notes: { [Symbol.iterator]: () => bigNotes(options.notes, seededRandom(options.seed)) },
    cards: mapIterable(
      () => histories(options, createdAt),
      ({ card }) => [card],
    ),
    reviews: mapIterable(
      () => histories(options, createdAt),
      ({ reviews }) => reviews,
    ),
    media: [],
  };
}

/** Cards of the package that `writeBigPackage` makes. */
export function bigCardCount(notes: number): number {
  return cardsBefore(notes);
}

function bigDecks(): DescribedDeck[] {
  return Array.from({ length: COURSES * LECTURES }, (_, index) => ({
    id: 1_500_000_000_000 + index,
    name: `Course ${Math.floor(index / LECTURES) + 1}::Lecture ${(index % LECTURES) + 1}`,
  }));
}

function* bigNotes(count: number, random: SeededRandom): IterableIterator<DescribedNote> {
  for (let index = 0; index < count; index += 1) {
    const noteTypeId = noteTypeOf(index);
    const answer = `${sentence(random)} ${index}`;
    const question =
      noteTypeId === CLOZE ? `{{c1::${random.pick(WORDS)}}} and {{c2::${answer}}}` : `${sentence(random)}?`;
    yield {
      id: FIRST_NOTE + index,
      guid: `g${index.toString(36)}-${random.whole(0, 0xffff_ffff).toString(36)}`,
      noteTypeId,
      tags: [`unit${index % 30}`, random.pick(WORDS)],
      fields: [question, answer],
    };
  }
}

function sentence(random: SeededRandom): string {
  return Array.from({ length: random.whole(5, 14) }, () => random.pick(WORDS)).join(' ');
}

function noteTypeOf(noteIndex: number): number {
  if (noteIndex % 4 < 2) return BASIC;
  return noteIndex % 4 === 2 ? REVERSED : CLOZE;
}

/** Every four notes make six cards: 1, 1, 2, 2. */
function cardsBefore(noteIndex: number): number {
  return Math.floor(noteIndex / 4) * 6 + ([0, 1, 2, 4][noteIndex % 4] ?? 0);
}

type CardWithHistory = { card: DescribedCard; reviews: DescribedReview[] };

function* histories(options: BigPackageOptions, createdAt: number): IterableIterator<CardWithHistory> {
  const random = seededRandom(options.seed ^ 0x5eed);
  const total = cardsBefore(options.notes);
  for (let noteIndex = 0; noteIndex < options.notes; noteIndex += 1) {
    const first = cardsBefore(noteIndex);
    for (let index = first; index < cardsBefore(noteIndex + 1); index += 1) {
      const id = FIRST_CARD + index;
      const { reviews, state } = cardHistory(id, shareOf(options.reviews, total, index), createdAt, random);
      const deckId = 1_500_000_000_000 + (noteIndex % (COURSES * LECTURES));
      const position = { id, noteId: FIRST_NOTE + noteIndex, deckId, ordinal: index - first, due: index };
      yield { card: { ...position, ...state }, reviews };
    }
  }
}

/** Rows of one card, so that all shares together are exact. The pattern gives some cards none and some many. */
function shareOf(reviews: number, cards: number, index: number): number {
  const upTo = (cardIndex: number): number =>
    Math.floor((reviews * weightBefore(cardIndex)) / weightBefore(cards));
  return upTo(index + 1) - upTo(index);
}

const WEIGHTS = [0, 1, 2, 1, 3, 1, 2, 0, 1, 4];
const WEIGHT_SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

function weightBefore(cardIndex: number): number {
  const whole = Math.floor(cardIndex / WEIGHTS.length) * WEIGHT_SUM;
  return whole + WEIGHTS.slice(0, cardIndex % WEIGHTS.length).reduce((sum, weight) => sum + weight, 0);
}

function mapIterable<T, U>(source: () => Iterable<T>, expand: (value: T) => readonly U[]): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const value of source()) yield* expand(value);
    },
  };
}
