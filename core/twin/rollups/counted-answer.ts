import type { TransactionEvents } from '../../events/transaction-events.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answerCapMs } from '../../study/rollup-day.ts';

/** One answer, and what it adds to whatever it is counted in. */
export type CountedAnswer = {
  readonly at: number;
  readonly utcOffsetMin: number;
  readonly studyDay: number;
  /** Local key; null: given beside any session. */
  readonly session: number | null;
  readonly counts: {
    readonly recalled: 0 | 1;
    readonly reviewAnswers: 0 | 1;
    readonly reviewRecalled: 0 | 1;
    readonly ms: number;
  };
};

const answerByUid = statement<
  { card: number; uid: Uint8Array },
  {
    at: number;
    utc_offset_min: number;
    study_day: number;
    phase: number;
    rating: number;
    duration_ms: number;
    session_id: number | null;
  }
>(
  'twin.answerOfCard',
  `SELECT at, utc_offset_min, study_day, phase, rating, duration_ms, session_id
   FROM reviews WHERE card_id = @card AND uid = @uid`,
);

const inReview = 2;

export const answerOfEvent = (
  event: Pick<
    TransactionEvents['review.recorded'],
    'at' | 'utcOffsetMin' | 'studyDay' | 'phase' | 'rating' | 'durationMs' | 'session'
  >,
): CountedAnswer => {
  const recalled = event.rating > 1 ? 1 : 0;
  const reviewed = event.phase === inReview ? 1 : 0;
  return {
    at: event.at,
    utcOffsetMin: event.utcOffsetMin,
    studyDay: event.studyDay,
    session: event.session,
    counts: {
      recalled,
      reviewAnswers: reviewed,
      reviewRecalled: reviewed === 1 ? recalled : 0,
      ms: Math.min(event.durationMs, answerCapMs),
    },
  };
};

/** The answer that was undone or redone; undefined: its row is not here. */
export const answerOfRow = (
  tx: WriteTransaction,
  card: number,
  uid: Uint8Array,
): CountedAnswer | undefined => {
  const row = tx.get(answerByUid, { card, uid });
  if (row === undefined) return undefined;
  return answerOfEvent({
    at: row.at,
    utcOffsetMin: row.utc_offset_min,
    studyDay: row.study_day,
    phase: row.phase,
    rating: row.rating,
    durationMs: row.duration_ms,
    session: row.session_id,
  });
};
