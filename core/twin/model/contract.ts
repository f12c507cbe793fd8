import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../../store/schemas.ts';

/** How far the history reaches, against what patterns need of it. */
export const historyEstimate = z.object({
  answers: count,
  /** Answers to cards answered on an earlier study day: what effects are measured on. */
  judged: count,
  sessions: count,
  studyDays: count,
  /** Of the first and the last answer; null without any. */
  firstDay: studyDay.nullable(),
  lastDay: studyDay.nullable(),
  /** From the first to the last answer. */
  weeks: z.number().min(0),
  needed: z.object({ answers: count, sessions: count, weeks: count }),
  isEnough: z.boolean(),
});

/** The learner model: what the last analysis of the whole history found. */
export const learnerModelContract = defineContract('twin', {
  history: query({
    input: nothing,
    output: z.object({
      /** Null: nothing has been analysed yet. */
      computedAt: instant.nullable(),
      history: historyEstimate.nullable(),
    }),
    reads: ['learning_profiles'],
  }),
  /** Analyses the whole history now, as a job; the one under way where there is one. */
  analyse: command({ input: nothing, output: z.object({ job: uid }) }),
});
