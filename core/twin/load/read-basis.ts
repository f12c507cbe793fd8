import { z } from 'zod';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { profileRow } from '../model/profiles.ts';
import { baselineOfPace, baselineOfSums, type LatencyBaseline } from './latency-baseline.ts';
import type { LoadBasis } from './load-state.ts';

const recentSums = statement<
  { from: number; to: number },
  {
    answers: number | null;
    review_answers: number | null;
    learn_ms: number | null;
    review_ms: number | null;
  }
>(
  'twin.recentLatency',
  `SELECT sum(answers) AS answers, sum(review_answers) AS review_answers, sum(learn_ms) AS learn_ms, sum(review_ms) AS review_ms
   FROM (SELECT * FROM daily_rollups WHERE study_day >= @from AND study_day < @to ORDER BY study_day)`,
);

const recentDays = 60;

const paceEstimate = z.array(
  z.object({
    phase: z.enum(['new', 'steps', 'review']),
    recalled: z.boolean(),
    n: z.number(),
    meanLog: z.number(),
    deviationLog: z.number(),
  }),
);
const staminaEstimate = z.object({ onset: z.object({ minutes: z.number().positive() }).nullable() });

/** A component as another version may have left it: what cannot be read is not known. */
const component = <T>(reader: StoreReader, name: string, schema: z.ZodType<T>): T | undefined => {
  const row = profileRow(reader, name);
  return row === undefined ? undefined : schema.safeParse(JSON.parse(row.estimate)).data;
};

/** The sums of the sixty days before today: today's own answers are what is measured. */
const recentLatency = (reader: StoreReader, today: number): LatencyBaseline | null => {
  const sums = reader.get(recentSums, { from: today - recentDays, to: today });
  return baselineOfSums({
    answers: sums?.answers ?? 0,
    reviewAnswers: sums?.review_answers ?? 0,
    learnMs: sums?.learn_ms ?? 0,
    reviewMs: sums?.review_ms ?? 0,
  });
};

/** What the load of this owner is measured against today. */
export const readLoadBasis = (reader: StoreReader, today: number): LoadBasis => ({
  latency: baselineOfPace(component(reader, 'pace', paceEstimate) ?? []) ?? recentLatency(reader, today),
  onsetMinutes: component(reader, 'stamina', staminaEstimate)?.onset?.minutes ?? null,
});
