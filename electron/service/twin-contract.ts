import { z } from 'zod';
import { nothing, studyDay } from '#core/store/schemas.ts';
import { query } from '#core/rpc/contract.ts';
import type { Wellbeing, WellbeingInput } from '#core/twin/burnout/wellbeing.ts';
import type { ComputedPredictions, PredictionInput } from '#core/twin/predict/compute-predictions.ts';
import type { CardRecall, FoundRecall, RecallInput, RecallMoment } from '#core/twin/recall/compute-recall.ts';
import type { EvidenceInput, FoundEvidence } from '#core/twin/evidence/find-evidence.ts';
import type { Analysis } from '#core/twin/model/analyse.ts';

/** A job on a long history and a busy machine takes longer than a question may: its end is the job's to call, not the clock's. */
export const TWIN_JOB_DEADLINE_MS = 3_600_000;

/** What the service asks the twin's worker, which reads the whole log. Both ends are this program. */
export const twinWorkerContract = {
  'twin.analyse': query({
    input: z.strictObject({ today: studyDay }),
    output: z.custom<Analysis>(),
    reads: ['reviews'],
  }),
  'twin.wellbeing': query({
    input: z.custom<WellbeingInput>(),
    output: z.custom<Wellbeing>(),
    reads: ['reviews'],
  }),
  /** Whether what is counted by hour and session is not what the log says. */
  'twin.rollupsDiffer': query({
    input: nothing,
    output: z.boolean(),
    reads: ['reviews', 'hourly_rollups', 'session_metrics'],
  }),
  'twin.predict': query({
    input: z.custom<PredictionInput>(),
    output: z.custom<ComputedPredictions>(),
    reads: ['reviews'],
  }),
  'twin.recall': query({
    input: z.custom<RecallInput>(),
    output: z.custom<FoundRecall>(),
    reads: ['reviews'],
  }),
  /** Of the card with this local key. */
  'twin.recallOfCard': query({
    input: z.custom<RecallMoment & { card: number }>(),
    output: z.custom<CardRecall | null>(),
    reads: ['reviews'],
  }),
  /** The answers behind a number. */
  'twin.evidence': query({
    input: z.custom<EvidenceInput>(),
    output: z.custom<FoundEvidence>(),
    reads: ['reviews'],
  }),
};

export type TwinWorkerContract = typeof twinWorkerContract;
