import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { hourOfRow, weekdayOfDay } from '../rollups/local-parts.ts';
import type { ChosenAnswers } from './chosen-answers.ts';
import type { EvidenceAsk } from './contract.ts';

type ActivityAsk = Extract<EvidenceAsk, { of: 'activity' }>;

const activityRows = statement<
  Omit<ActivityAsk, 'of'>,
  { card_id: number; at: number; place: number; study_day: number; session_id: number | null }
>(
  'twin.evidenceActivity',
  `SELECT card_id, at, study_day, session_id,
     row_number() OVER (PARTITION BY card_id, at ORDER BY uid) - 1 AS place
   FROM live_reviews WHERE study_day BETWEEN @from AND @to
     AND (@weekday IS NULL OR ${weekdayOfDay} = @weekday) AND (@hour IS NULL OR ${hourOfRow} = @hour)
   ORDER BY at, card_id, uid`,
);

/** Every answer of some study days, as hours and days count them: by the words of their own statements. */
export const chooseActivity = (reader: StoreReader, ask: ActivityAsk): ChosenAnswers => {
  const { from, to, weekday, hour } = ask;
  const rows = reader.all(activityRows, { from, to, weekday, hour });
  return {
    card: Float64Array.from(rows, (row) => row.card_id),
    at: Float64Array.from(rows, (row) => row.at),
    place: Uint16Array.from(rows, (row) => row.place),
    expected: new Float64Array(rows.length).fill(Number.NaN),
    sessions: new Set(rows.flatMap(({ session_id: session }) => session ?? [])).size,
    studyDays: new Set(rows.map((row) => row.study_day)).size,
    isScheduled: false,
  };
};
