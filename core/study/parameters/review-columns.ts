import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

type ReviewRow = {
  card_id: number;
  at: number;
  study_day: number;
  rating: number;
  phase: number;
  duration_ms: number;
};

const countReviews = statement<Record<string, never>, { n: number }>(
  'parameters.countReviews',
  'SELECT count(*) AS n FROM reviews WHERE interval_seconds IS NOT NULL',
);
const reviewsInOrder = statement<{ stride: number }, ReviewRow>(
  'parameters.reviewsInOrder',
  // Knuth's multiplier: cards of one note have neighbouring numbers, and a share of all notes is wanted.
  `SELECT card_id, at, study_day, rating, phase, duration_ms FROM live_reviews
   WHERE interval_seconds IS NOT NULL AND (card_id * 2654435761 / 65536) % @stride = 0 ORDER BY card_id, at, uid`,
);
const beginnings = statement<Record<string, never>, Beginning>(
  'parameters.beginnings',
  `SELECT card_id, at FROM live_schedule_changes WHERE kind = 'forget'
   UNION ALL SELECT card_id, at FROM live_card_baselines WHERE phase = 0 ORDER BY card_id, at`,
);

export type Beginning = { readonly card_id: number; readonly at: number };

/** When cards began to be new once more, and when those that came with a new memory did: by card and moment. */
export const readBeginnings = (reader: StoreReader): Beginning[] => reader.all(beginnings, {});

/**
 * More reviews than this change the weights by less than their own error, and the optimiser takes minutes and gigabytes
 * for them. Of larger logs, whole cards are left out.
 */
export const maxReviewsToFit = 200_000;

/** In this phase or before it a card is learnt: a log that begins later says nothing of how its memory began. */
export const learningPhase = 1;

/** What the columns take from the log, in the order of the fold. */
class Columns {
  readonly starts: number[] = [];
  readonly days: number[] = [];
  readonly ratings: number[] = [];
  readonly at: number[] = [];
  readonly durationMs: number[] = [];
  readonly cards: number[] = [];

  add(row: ReviewRow, begins: boolean): void {
    if (begins) {
      this.starts.push(this.days.length);
      this.cards.push(row.card_id);
    }
    // A clock that was set back counts as the same day, as in the fold.
    this.days.push(begins ? row.study_day : Math.max(row.study_day, this.days.at(-1) ?? row.study_day));
    this.ratings.push(row.rating);
    this.at.push(row.at);
    this.durationMs.push(row.duration_ms);
  }
}

/**
 * The owner's reviews as columns for a fit: of every card, from the step in which it was learnt, as Anki takes them. What
 * comes before a card was forgotten by hand is a memory of its own; a log that begins in the middle says nothing of how
 * its memory began, and is left out until the card is new again. Reads the whole log: for a worker.
 */
export const reviewColumns = (reader: StoreReader, most: number = maxReviewsToFit): TimedReviews =>
  reviewsOfCards(reader, most).reviews;

/** The same with the local key of the card of each history; one that was forgotten by hand has several, the last is its own. */
export const reviewsOfCards = (
  reader: StoreReader,
  most: number,
): { reviews: TimedReviews; cards: Int32Array } => {
  const total = reader.get(countReviews, {})?.n ?? 0;
  const resets = Map.groupBy(readBeginnings(reader), (row) => row.card_id);
  const columns = new Columns();
  let card: number | undefined;
  let isKnown = false;
  let waiting: number[] = [];
  for (const row of reader.iterate(reviewsInOrder, { stride: Math.max(1, Math.ceil(total / most)) })) {
    let begins = row.card_id !== card;
    if (begins) {
      card = row.card_id;
      waiting = (resets.get(card) ?? []).map(({ at }) => at);
    }
    while (waiting[0] !== undefined && waiting[0] < row.at) {
      waiting.shift();
      begins = true;
    }
    if (begins) isKnown = row.phase <= learningPhase;
    if (isKnown) columns.add(row, begins);
  }
  const reviews = {
    starts: Int32Array.from([...columns.starts, columns.days.length]),
    days: Int32Array.from(columns.days),
    ratings: Uint8Array.from(columns.ratings),
    at: Float64Array.from(columns.at),
    durationMs: Float64Array.from(columns.durationMs),
  };
  return { reviews, cards: Int32Array.from(columns.cards) };
};
