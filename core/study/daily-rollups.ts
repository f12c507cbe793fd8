import type { TransactionEvents, TransactionHooks } from '../events/transaction-events.ts';
import type { WholeDerivation } from '../store/derivations.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { answerCapMs, dayOf, emptyDay, type RollupDay } from './rollup-day.ts';

const putDay = statement<RollupDay>(
  'study.addToDay',
  `INSERT INTO daily_rollups (study_day, answers, introduced, review_answers, review_recalled, learn_ms, review_ms)
   VALUES (@study_day, @answers, @introduced, @review_answers, @review_recalled, @learn_ms, @review_ms)
   ON CONFLICT (study_day) DO UPDATE SET
     answers = answers + excluded.answers, introduced = introduced + excluded.introduced,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     learn_ms = learn_ms + excluded.learn_ms, review_ms = review_ms + excluded.review_ms`,
);
const dropEmptyDays = statement('study.dropEmptyDays', 'DELETE FROM daily_rollups WHERE answers = 0');
const dropDays = statement('study.dropDays', 'DELETE FROM daily_rollups');

/** The first of a card's answers that scheduled it: practice introduces nothing, before it or after. */
const isFirst = `interval_seconds IS NOT NULL AND count(interval_seconds) OVER
  (PARTITION BY card_id ORDER BY at, uid ROWS UNBOUNDED PRECEDING) = 1`;

/**
 * One pass over the live reviews. A card is introduced by its first live answer that scheduled it, where that was an
 * answer in learning: an imported log that starts in the middle introduces nothing.
 */
const rebuildDays = statement(
  'study.rebuildDays',
  `INSERT INTO daily_rollups (study_day, answers, introduced, review_answers, review_recalled, learn_ms, review_ms)
   SELECT study_day, count(*), sum(first AND phase <= 1), sum(phase = 2), sum(phase = 2 AND rating > 1),
     sum(CASE WHEN phase <> 2 THEN ms ELSE 0 END), sum(CASE WHEN phase = 2 THEN ms ELSE 0 END)
   FROM (SELECT study_day, phase, rating, min(duration_ms, ${answerCapMs}) AS ms,
           ${isFirst} AS first
         FROM live_reviews)
   GROUP BY study_day`,
);
const countDaysOfCards = statement<{ cards: string; sign: number }>(
  'study.countDaysOfCards',
  `INSERT INTO daily_rollups (study_day, answers, introduced, review_answers, review_recalled, learn_ms, review_ms)
   SELECT study_day, @sign * count(*), @sign * sum(first AND phase <= 1), @sign * sum(phase = 2),
     @sign * sum(phase = 2 AND rating > 1), @sign * sum(CASE WHEN phase <> 2 THEN ms ELSE 0 END),
     @sign * sum(CASE WHEN phase = 2 THEN ms ELSE 0 END)
   FROM (SELECT study_day, phase, rating, min(duration_ms, ${answerCapMs}) AS ms,
           ${isFirst} AS first
         FROM live_reviews WHERE card_id IN (SELECT value FROM json_each(@cards)))
   WHERE true GROUP BY study_day
   ON CONFLICT (study_day) DO UPDATE SET
     answers = answers + excluded.answers, introduced = introduced + excluded.introduced,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     learn_ms = learn_ms + excluded.learn_ms, review_ms = review_ms + excluded.review_ms`,
);
const reviewByUid = statement<
  { card: number; uid: Uint8Array },
  {
    at: number;
    study_day: number;
    phase: number;
    rating: number;
    duration_ms: number;
    schedules: number;
  }
>(
  'study.reviewOfCard',
  `SELECT at, study_day, phase, rating, duration_ms, interval_seconds IS NOT NULL AS schedules
   FROM reviews WHERE card_id = @card AND uid = @uid`,
);
const liveNeighbours = statement<
  { card: number; at: number; uid: Uint8Array },
  { before: number; next_day: number | null; next_phase: number | null }
>(
  'study.liveNeighbours',
  `SELECT EXISTS (SELECT 1 FROM live_reviews WHERE card_id = @card AND (at, uid) < (@at, @uid)
       AND interval_seconds IS NOT NULL) AS before,
     next.study_day AS next_day, next.phase AS next_phase
   FROM (SELECT 1) LEFT JOIN
     (SELECT study_day, phase FROM live_reviews WHERE card_id = @card AND (at, uid) > (@at, @uid)
        AND interval_seconds IS NOT NULL ORDER BY at, uid LIMIT 1) next`,
);

/**
 * Adds one review to its day, or takes it out again. Being first can pass to or from the next review of the card, so
 * that the increments stay equal to the rebuild whatever the order of undos.
 */
const countReview = (
  tx: WriteTransaction,
  card: number,
  review: {
    at: number;
    uid: Uint8Array;
    studyDay: number;
    phase: number;
    rating: number;
    durationMs: number;
    schedules: boolean;
  },
  sign: 1 | -1,
): void => {
  const beside = tx.get(liveNeighbours, { card, at: review.at, uid: review.uid });
  const first = review.schedules && beside?.before !== 1;
  tx.run(putDay, dayOf(review, first, sign));
  if (first && beside !== undefined && beside.next_day !== null && (beside.next_phase ?? 0) <= 1) {
    tx.run(putDay, { ...emptyDay(beside.next_day), introduced: -sign });
  }
  tx.run(dropEmptyDays, {});
  tx.changed('daily_rollups');
};

const takenBack = statement<{ card: number }, { id: number }>(
  'study.takenBack',
  'SELECT b.id FROM cards c JOIN batches b ON b.id = c.batch_id WHERE c.id = @card AND b.undone_at IS NOT NULL',
);

/**
 * Whether the import that brought a card is taken back: its answers count for nothing. Such a card can be answered where
 * another device brought it out of the trash again.
 */
export const isTakenBack = (tx: WriteTransaction, card: number): boolean =>
  tx.get(takenBack, { card }) !== undefined;

const onRecorded = (tx: WriteTransaction, event: TransactionEvents['review.recorded']): void => {
  if (!isTakenBack(tx, event.cardId)) countReview(tx, event.cardId, event, 1);
};

const onToggled = (tx: WriteTransaction, event: TransactionEvents['log.toggled']): void => {
  if (event.table !== 'reviews' || isTakenBack(tx, event.owner)) return;
  const row = tx.get(reviewByUid, { card: event.owner, uid: event.uid });
  if (row === undefined) return;
  const review = {
    at: row.at,
    uid: event.uid,
    studyDay: row.study_day,
    phase: row.phase,
    rating: row.rating,
    durationMs: row.duration_ms,
    schedules: row.schedules === 1,
  };
  countReview(tx, event.owner, review, event.undone ? -1 : 1);
};

/**
 * Adds the live reviews of some cards to their days, or takes them out: a bulk change takes them out before and adds
 * them after, and the days stay equal to the rebuild.
 */
export const countCards = (tx: WriteTransaction, cards: readonly number[], sign: 1 | -1): void => {
  if (cards.length === 0) return;
  tx.run(countDaysOfCards, { cards: JSON.stringify(cards), sign });
  tx.run(dropEmptyDays, {});
  tx.changed('daily_rollups');
};

/** Keeps the days in step with every answer, undo and redo, in the same transaction. */
export const keepDailyRollups = (hooks: TransactionHooks): void => {
  hooks.on('review.recorded', onRecorded);
  hooks.on('log.toggled', onToggled);
};

/** What was answered on each study day. */
export const dailyRollupsDerivation: WholeDerivation = {
  name: 'daily_rollups',
  rebuild: (tx) => {
    tx.run(dropDays, {});
    tx.run(rebuildDays, {});
  },
};

const oneDay = statement<{ day: number }, RollupDay>(
  'study.day',
  'SELECT * FROM daily_rollups WHERE study_day = @day',
);
const recentPace = statement<
  { from: number },
  {
    answers: number | null;
    introduced: number | null;
    review_answers: number | null;
    learn_ms: number | null;
    review_ms: number | null;
  }
>(
  'study.recentPace',
  `SELECT sum(answers) AS answers, sum(introduced) AS introduced, sum(review_answers) AS review_answers,
     sum(learn_ms) AS learn_ms, sum(review_ms) AS review_ms
   FROM (SELECT * FROM daily_rollups WHERE study_day >= @from ORDER BY study_day)`,
);

export const dayCounts = (reader: StoreReader, day: number): RollupDay =>
  reader.get(oneDay, { day }) ?? emptyDay(day);

export type Pace = { reviewMs: number; newMs: number; learningMs: number; answers: number };

const paceDays = 60;
/** Where the owner's own answers are few: eight seconds an answer, three answers for a new card. */
const commonPace = { reviewMs: 8_000, newMs: 24_000, learningMs: 8_000 };
/** The common pace counts as this many answers, so that the estimate moves to the owner's without a jump. */
const commonWeight = 10;

const towardsOwn = (ownMs: number, answers: number, commonMs: number): number =>
  (ownMs + commonWeight * commonMs) / (answers + commonWeight);

/** The owner's own milliseconds for a review, a new card with its steps, and one answer in learning. */
export const ownPace = (reader: StoreReader, today: number): Pace => {
  const sums = reader.get(recentPace, { from: today - paceDays });
  const answers = sums?.answers ?? 0;
  const reviews = sums?.review_answers ?? 0;
  const learning = answers - reviews;
  const introduced = sums?.introduced ?? 0;
  return {
    answers,
    reviewMs: towardsOwn(sums?.review_ms ?? 0, reviews, commonPace.reviewMs),
    newMs: towardsOwn(sums?.learn_ms ?? 0, introduced, commonPace.newMs),
    learningMs: towardsOwn(sums?.learn_ms ?? 0, learning, commonPace.learningMs),
  };
};
