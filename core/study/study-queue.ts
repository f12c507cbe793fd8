import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { interleaveNewCards, orderReviews } from './scheduler/queue-order.ts';
import type { ResolvedScope } from '../library/scope.ts';
import { spaceSiblings } from './space-siblings.ts';

type DueRow = { card_id: number; lecture_id: number; stability: number | null; last_day: number | null };
type NewRow = { card_id: number; lecture_id: number };

const dueReviews = statement<{ today: number }, DueRow>(
  'study.dueReviews',
  `SELECT card_id, lecture_id, stability, last_day FROM card_states
   WHERE queue = 2 AND due_day <= @today AND (buried_on IS NULL OR buried_on <> @today)`,
);
const newCards = statement<{ today: number }, NewRow>(
  'study.newCards',
  `SELECT card_id, lecture_id FROM card_states
   WHERE queue = 0 AND (buried_on IS NULL OR buried_on <> @today) ORDER BY position, card_id`,
);
const ofScope = 'lecture_id IN (SELECT value FROM json_each(@lectures))';
const inSteps = 'queue = 1 AND (buried_on IS NULL OR buried_on <> @today)';
/** The whole library is asked without its lectures: no row is compared with a list then. */
const learningHead = {
  everywhere: statement<{ today: number }, { card_id: number; due_at: number }>(
    'study.firstLearning',
    `SELECT card_id, due_at FROM card_states WHERE ${inSteps} ORDER BY due_at, card_id LIMIT 2`,
  ),
  inScope: statement<{ today: number; lectures: string }, { card_id: number; due_at: number }>(
    'study.firstLearningInScope',
    `SELECT card_id, due_at FROM card_states WHERE ${inSteps} AND ${ofScope} ORDER BY due_at, card_id LIMIT 2`,
  ),
};
const learningCount = {
  everywhere: statement<{ today: number }, { n: number }>(
    'study.learningCount',
    // Two counts that each read one index, not the rows of thousands of cards.
    `SELECT (SELECT count(*) FROM card_states WHERE queue = 1)
       - (SELECT count(*) FROM card_states WHERE queue = 1 AND buried_on = @today) AS n`,
  ),
  inScope: statement<{ today: number; lectures: string }, { n: number }>(
    'study.learningCountInScope',
    `SELECT count(*) AS n FROM card_states WHERE ${inSteps} AND ${ofScope}`,
  ),
};

const notesOfCards = statement<{ cards: string }, { id: number; note_id: number }>(
  'study.notesOfCards',
  'SELECT id, note_id FROM cards WHERE id IN (SELECT value FROM json_each(@cards))',
);

export type Limits = { newLeft: number; reviewsLeft: number };

/** What can be studied on a day, cut to the day's limits. */
export type DayPlan = {
  /** Cards in the order to show them; new ones stand among reviews. */
  sequence: { card: number; fresh: boolean }[];
  /** How many of them are new, kept so that no answer counts a long plan. */
  fresh: number;
  /** Reviews over the limit, left for another day. */
  heldBack: number;
};

const inScope = (scope: ResolvedScope): ((row: { lecture_id: number }) => boolean) => {
  if (scope.lectures === null) return () => true;
  const lectures = new Set(scope.lectures);
  return (row) => lectures.has(row.lecture_id);
};

const firstNew = (reader: StoreReader, scope: ResolvedScope, today: number, limit: number): number[] => {
  const fits = inScope(scope);
  const found: number[] = [];
  if (limit <= 0) return found;
  // Stops reading as soon as the day's new cards are found: there may be 100,000 of them.
  for (const row of reader.iterate(newCards, { today })) {
    if (fits(row)) found.push(row.card_id);
    if (found.length >= limit) break;
  }
  return found;
};

const withoutSiblingsInARow = (reader: StoreReader, sequence: DayPlan['sequence']): DayPlan['sequence'] => {
  const cards = JSON.stringify(sequence.map(({ card }) => card));
  const notes = new Map(reader.all(notesOfCards, { cards }).map((row) => [row.id, row.note_id]));
  return spaceSiblings(sequence, ({ card }) => notes.get(card));
};

/** Reads the due reviews (most likely still remembered first) and the first new cards, and mixes them evenly; cards of one note stand apart. */
export const planDay = (
  reader: StoreReader,
  scope: ResolvedScope,
  today: number,
  limits: Limits,
): DayPlan => {
  const rows = reader.all(dueReviews, { today }).filter(inScope(scope));
  const order = orderReviews(
    {
      cardIds: Float64Array.from(rows, (row) => row.card_id),
      stability: Float64Array.from(rows, (row) => row.stability ?? Number.NaN),
      lastDay: Int32Array.from(rows, (row) => row.last_day ?? today),
    },
    today,
  );
  const reviews: number[] = [];
  for (const position of order.subarray(0, Math.max(0, limits.reviewsLeft))) {
    const row = rows[position];
    if (row !== undefined) reviews.push(row.card_id);
  }
  const fresh = firstNew(reader, scope, today, limits.newLeft);
  let nextReview = 0;
  let nextFresh = 0;
  const sequence = Array.from(interleaveNewCards(reviews.length, fresh.length), (isFresh) => ({
    card: (isFresh === 1 ? fresh[nextFresh++] : reviews[nextReview++]) ?? 0,
    fresh: isFresh === 1,
  }));
  return {
    sequence: withoutSiblingsInARow(reader, sequence),
    fresh: fresh.length,
    heldBack: rows.length - reviews.length,
  };
};

export type Waiting = { card: number; dueAt: number };

export type FirstInSteps = { first: Waiting | undefined; second: Waiting | undefined };

/** The two cards in steps that are due first. */
export const firstInSteps = (reader: StoreReader, scope: ResolvedScope, today: number): FirstInSteps => {
  const rows =
    scope.lectures === null
      ? reader.all(learningHead.everywhere, { today })
      : reader.all(learningHead.inScope, { today, lectures: JSON.stringify(scope.lectures) });
  const [first, second] = rows.map((row) => ({ card: row.card_id, dueAt: row.due_at }));
  return { first, second };
};

/** How many cards are in steps: the whole index of them is read. */
export const countInSteps = (reader: StoreReader, scope: ResolvedScope, today: number): number => {
  const counted =
    scope.lectures === null
      ? reader.get(learningCount.everywhere, { today })
      : reader.get(learningCount.inScope, { today, lectures: JSON.stringify(scope.lectures) });
  return counted?.n ?? 0;
};

/** Takes the entry at a position out of a plan. */
export const dropFromPlan = (plan: DayPlan, position: number): void => {
  const [dropped] = plan.sequence.splice(position, 1);
  if (dropped?.fresh === true) plan.fresh -= 1;
};
