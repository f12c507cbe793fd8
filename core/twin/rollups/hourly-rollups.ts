import type { WholeDerivation } from '../../store/derivations.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answerCapMs } from '../../study/rollup-day.ts';
import type { CountedAnswer } from './counted-answer.ts';
import { hourOfRow } from './local-parts.ts';

/**
 * The hour of the local clock at the offset the answer was given at: an hour that daylight saving time repeats is one
 * hour here, and one that it leaves out has no answers. The study day is the fact's own: after midnight the hours 0 to 3
 * still belong to the evening before.
 */
export const localHour = (at: number, utcOffsetMin: number): number =>
  Math.floor(((((at + utcOffsetMin * 60_000) % 86_400_000) + 86_400_000) % 86_400_000) / 3_600_000);

const columns = 'study_day, hour, answers, recalled, review_answers, review_recalled, ms';
const onConflict = `ON CONFLICT (study_day, hour) DO UPDATE SET
     answers = answers + excluded.answers, recalled = recalled + excluded.recalled,
     review_answers = review_answers + excluded.review_answers, review_recalled = review_recalled + excluded.review_recalled,
     ms = ms + excluded.ms`;
const counted = (sign: string): string =>
  `SELECT study_day, ${hourOfRow} AS hour, ${sign}count(*), ${sign}sum(rating > 1), ${sign}sum(phase = 2),
     ${sign}sum(phase = 2 AND rating > 1), ${sign}sum(min(duration_ms, ${answerCapMs}))`;

type HourRow = {
  study_day: number;
  hour: number;
  answers: number;
  recalled: number;
  review_answers: number;
  review_recalled: number;
  ms: number;
};

const putHour = statement<HourRow>(
  'twin.addToHour',
  `INSERT INTO hourly_rollups (${columns})
   VALUES (@study_day, @hour, @answers, @recalled, @review_answers, @review_recalled, @ms) ${onConflict}`,
);
/** The hours of the reviews of a staged file: counted with it, so that a merge of new cards reads no review again. */
export const stagedHoursSql = `INSERT INTO hours (${columns}) ${counted('')} FROM reviews GROUP BY 1, 2`;

const dropEmptyHour = statement<{ day: number; hour: number }>(
  'twin.dropEmptyHour',
  'DELETE FROM hourly_rollups WHERE study_day = @day AND hour = @hour AND answers = 0',
);
const dropEmptyHours = statement('twin.dropEmptyHours', 'DELETE FROM hourly_rollups WHERE answers = 0');
const dropHours = statement('twin.dropHours', 'DELETE FROM hourly_rollups');
/** Every hour as the log says, in the order of the table's columns. */
export const countedHoursSql = `${counted('')} FROM live_reviews GROUP BY 1, 2`;
const rebuildHours = statement(
  'twin.rebuildHours',
  `INSERT INTO hourly_rollups (${columns}) ${countedHoursSql}`,
);
const countHoursOfCards = statement<{ cards: string; sign: number }>(
  'twin.countHoursOfCards',
  `INSERT INTO hourly_rollups (${columns}) ${counted('@sign * ')}
   FROM live_reviews WHERE card_id IN (SELECT value FROM json_each(@cards)) GROUP BY 1, 2 HAVING true ${onConflict}`,
);

/** Adds one answer to its hour, or takes it out again: one row, however long the history is. */
export const countHour = (tx: WriteTransaction, answer: CountedAnswer, sign: 1 | -1): void => {
  const hour = localHour(answer.at, answer.utcOffsetMin);
  const { counts } = answer;
  tx.run(putHour, {
    study_day: answer.studyDay,
    hour,
    answers: sign,
    recalled: sign * counts.recalled,
    review_answers: sign * counts.reviewAnswers,
    review_recalled: sign * counts.reviewRecalled,
    ms: sign * counts.ms,
  });
  if (sign < 0) tx.run(dropEmptyHour, { day: answer.studyDay, hour });
  tx.changed('hourly_rollups');
};

/** Adds the live answers of some cards to their hours, or takes them out: as the days, around a bulk change. */
export const countCardsInHours = (tx: WriteTransaction, cards: readonly number[], sign: 1 | -1): void => {
  if (cards.length === 0) return;
  tx.run(countHoursOfCards, { cards: JSON.stringify(cards), sign });
  tx.run(dropEmptyHours, {});
  tx.changed('hourly_rollups');
};

/** What was answered in each hour of each study day. */
export const hourlyRollupsDerivation: WholeDerivation = {
  name: 'hourly_rollups',
  rebuild: (tx) => {
    tx.run(dropHours, {});
    tx.run(rebuildHours, {});
  },
};
