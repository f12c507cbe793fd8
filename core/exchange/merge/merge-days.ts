import { countCards, dailyRollupsDerivation } from '../../study/daily-rollups.ts';
import { countCardsInHours, hourlyRollupsDerivation } from '../../twin/rollups/hourly-rollups.ts';
import {
  addStagedSessionsSql,
  countCardsInSessions,
  sessionMetricsDerivation,
} from '../../twin/rollups/session-metrics.ts';
import { statement } from '../../store/statements.ts';
import type { Undoer } from '../../store/undo.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const dayColumns = 'study_day, answers, introduced, review_answers, review_recalled, learn_ms, review_ms';
const addStagedDays = statement(
  'merge.addDays',
  `INSERT INTO daily_rollups (${dayColumns}) SELECT ${dayColumns} FROM staged.days WHERE true
   ON CONFLICT (study_day) DO UPDATE SET
     answers = answers + excluded.answers, introduced = introduced + excluded.introduced,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     learn_ms = learn_ms + excluded.learn_ms, review_ms = review_ms + excluded.review_ms`,
);
const hourColumns = 'study_day, hour, answers, recalled, review_answers, review_recalled, ms';
const addStagedHours = statement(
  'merge.addHours',
  `INSERT INTO hourly_rollups (${hourColumns}) SELECT ${hourColumns} FROM staged.hours WHERE true
   ON CONFLICT (study_day, hour) DO UPDATE SET
     answers = answers + excluded.answers, recalled = recalled + excluded.recalled,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     ms = ms + excluded.ms`,
);
const addStagedSessions = statement('merge.addSessionMetrics', addStagedSessionsSql);
const knownCards = statement<Record<string, never>, { id: number }>(
  'merge.knownCards',
  'SELECT c.id FROM staged.cards s JOIN cards c ON c.uid = s.uid',
);
const allCards = statement<Record<string, never>, { id: number }>(
  'merge.allCards',
  'SELECT id FROM staged.card_map',
);

/** Adds the live answers of some cards to everything that counts answers, or takes them out. */
export const countAnswers = (tx: WriteTransaction, cards: readonly number[], sign: 1 | -1): void => {
  countCards(tx, cards, sign);
  countCardsInHours(tx, cards, sign);
  countCardsInSessions(tx, cards, sign);
};

/** Counts all answers anew. */
export const recountAnswers = (tx: WriteTransaction): void => {
  dailyRollupsDerivation.rebuild(tx);
  hourlyRollupsDerivation.rebuild(tx);
  sessionMetricsDerivation.rebuild(tx);
};

/**
 * Takes the answers of the package's cards that are here already out of their days; `countAfter` puts those of all its
 * cards in. To be called before the merge writes anything, so that the days stay equal to the rebuild. `isComplete`: every
 * staged review came in.
 */
export const countBefore = (tx: WriteTransaction): { countAfter(isComplete: boolean): void } => {
  const known = tx.all(knownCards, {}).map((row) => row.id);
  countAnswers(tx, known, -1);
  return {
    countAfter: (isComplete) => {
      // With new cards alone, and all of them, the days have been counted while staging.
      if (known.length === 0 && isComplete) {
        tx.run(addStagedDays, {});
        tx.run(addStagedHours, {});
        tx.run(addStagedSessions, {});
      } else
        countAnswers(
          tx,
          tx.all(allCards, {}).map((row) => row.id),
          1,
        );
      tx.changed('daily_rollups', 'hourly_rollups', 'session_metrics');
    },
  };
};

/** Last of a merge that brought rows back from the trash: when it is done again, the days are counted anew at its end. */
export const recountUndoer: Undoer = { undo: () => {}, redo: recountAnswers };
