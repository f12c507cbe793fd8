import type { WholeDerivation } from '../../store/derivations.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answerCapMs } from '../../study/rollup-day.ts';
import type { CountedAnswer } from './counted-answer.ts';

const counts = 'answers, recalled, review_answers, review_recalled, ms';
const columns = `session_id, ${counts}`;
const onConflict = `ON CONFLICT (session_id) DO UPDATE SET
     answers = answers + excluded.answers, recalled = recalled + excluded.recalled,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     ms = ms + excluded.ms`;
const counted = (sign: string): string =>
  `${sign}count(*), ${sign}sum(rating > 1), ${sign}sum(phase = 2), ${sign}sum(phase = 2 AND rating > 1),
     ${sign}sum(min(duration_ms, ${answerCapMs}))`;

type SessionRow = {
  session_id: number;
  answers: number;
  recalled: number;
  review_answers: number;
  review_recalled: number;
  ms: number;
};

const putSession = statement<SessionRow>(
  'twin.addToSession',
  `INSERT INTO session_metrics (${columns})
   VALUES (@session_id, @answers, @recalled, @review_answers, @review_recalled, @ms) ${onConflict}`,
);
const dropEmptySession = statement<{ session: number }>(
  'twin.dropEmptySession',
  'DELETE FROM session_metrics WHERE session_id = @session AND answers = 0',
);
const dropEmptySessions = statement(
  'twin.dropEmptySessions',
  'DELETE FROM session_metrics WHERE answers = 0',
);
const dropSessions = statement('twin.dropSessionMetrics', 'DELETE FROM session_metrics');
/** Every session as the log says, in the order of the table's columns. */
export const countedSessionsSql = `SELECT session_id, ${counted('')} FROM live_reviews
   WHERE session_id IS NOT NULL GROUP BY session_id`;
const rebuildSessions = statement(
  'twin.rebuildSessionMetrics',
  `INSERT INTO session_metrics (${columns}) ${countedSessionsSql}`,
);
const countSessionsOfCards = statement<{ cards: string; sign: number }>(
  'twin.countSessionsOfCards',
  `INSERT INTO session_metrics (${columns})
   SELECT session_id, ${counted('@sign * ')} FROM live_reviews
   WHERE card_id IN (SELECT value FROM json_each(@cards)) AND session_id IS NOT NULL
   GROUP BY session_id HAVING true ${onConflict}`,
);
/** The sessions of the reviews of a staged file, by their keys there: counted once, where its hours are. */
export const stagedSessionsSql = `INSERT INTO session_counts (session, ${counts})
   SELECT session, ${counted('')} FROM reviews WHERE session IS NOT NULL GROUP BY session`;
/** Those keys are the store's own after the merge has mapped them. */
export const addStagedSessionsSql = `INSERT INTO session_metrics (${columns})
   SELECT m.id, ${counts} FROM staged.session_counts s JOIN staged.session_map m ON m.sid = s.session WHERE true ${onConflict}`;

/** Adds one answer to its session, or takes it out again: one row, however long the session is. */
export const countSession = (tx: WriteTransaction, answer: CountedAnswer, sign: 1 | -1): void => {
  const { session, counts: count } = answer;
  if (session === null) return;
  tx.run(putSession, {
    session_id: session,
    answers: sign,
    recalled: sign * count.recalled,
    review_answers: sign * count.reviewAnswers,
    review_recalled: sign * count.reviewRecalled,
    ms: sign * count.ms,
  });
  if (sign < 0) tx.run(dropEmptySession, { session });
  tx.changed('session_metrics');
};

/** Adds the live answers of some cards to their sessions, or takes them out: as the days, around a bulk change. */
export const countCardsInSessions = (tx: WriteTransaction, cards: readonly number[], sign: 1 | -1): void => {
  if (cards.length === 0) return;
  tx.run(countSessionsOfCards, { cards: JSON.stringify(cards), sign });
  tx.run(dropEmptySessions, {});
  tx.changed('session_metrics');
};

/** What was answered in each recorded session. */
export const sessionMetricsDerivation: WholeDerivation = {
  name: 'session_metrics',
  rebuild: (tx) => {
    tx.run(dropSessions, {});
    tx.run(rebuildSessions, {});
  },
};
