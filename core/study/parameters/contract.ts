import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../../store/schemas.ts';

/** One fit of memory parameters to the owner's log, accepted or not. Losses are log loss on answers no fit has seen. */
export const parameterFit = z.object({
  uid,
  at: instant,
  studyDay,
  kind: z.enum(['fsrs6', 'fsrs6_time_graded']),
  accepted: z.boolean(),
  /** Why it was not accepted. */
  reason: z.enum(['no_gain', 'too_few']).nullable(),
  /** Reviews it was fitted to, and answers it was judged on. */
  reviews: count,
  heldOut: count,
  /** Of the standard parameters, of those in force when it was made, and of the fit; null where nothing was judged. */
  defaultLoss: z.number().nullable(),
  inForceLoss: z.number().nullable(),
  fittedLoss: z.number().nullable(),
  /** Loss in force less loss of the fit, with its 90 % interval over days. */
  gain: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  weights: z.array(z.number()).length(21),
});

/** Reviews due on a day, as things stand and after rescheduling. */
const dayLoad = z.object({ studyDay, before: count, after: count });

const retention = z.number().min(0.7).max(0.99);

export const reschedulePreview = z.object({
  /** Today and the 29 days after it. Today's number counts everything overdue. */
  days: z.array(dayLoad),
  /** Cards in review that were looked at; the others keep their date. */
  cards: count,
  earlier: count,
  later: count,
  /** Mean interval in days, before and after, over the cards looked at. */
  meanIntervalBefore: z.number(),
  meanIntervalAfter: z.number(),
  desiredRetention: retention,
});

/** The owner's memory parameters: fitted in the background, put in force when they predict later answers better. */
export const parametersContract = defineContract('parameters', {
  status: query({
    input: nothing,
    output: z.object({
      /** What the owner wants in force (`study.memoryModel`). */
      model: z.enum(['fitted', 'time_graded', 'default']),
      /** The fit in force; null: the standard parameters. */
      inForce: parameterFit.nullable(),
      /** Answers to cards in review so far, and how many the first fit needs. */
      answers: count,
      needed: count,
      /** Answers from which a fit can be judged, and at which the next is asked for in the background. */
      possibleAt: count,
      nextAt: count,
      /** A day has one fit: whether it has been. */
      fittedToday: z.boolean(),
      /** The job of a fit under way. */
      job: uid.nullable(),
      /** Newest fit of each kind, accepted or not. */
      latest: parameterFit.nullable(),
      latestTimeGraded: parameterFit.nullable(),
      /** The newest accepted time-graded fit, while it is not in force. */
      offer: parameterFit.nullable(),
      /** Cards whose memory is still computed with earlier parameters. */
      refolding: count,
    }),
    reads: [
      'scheduler_parameters',
      'settings',
      'daily_rollups',
      'reviews',
      'jobs',
      'derivation_bases',
      'stale_derivations',
    ],
  }),
  /** Fits now, as a job. `conflict` where today has its fit, one is under way, or there are too few new answers. */
  fit: command({ input: nothing, output: z.object({ job: uid }) }),
  /** What moving every due date to the memory in force would do. */
  previewReschedule: query({
    input: z.strictObject({}),
    output: reschedulePreview,
    reads: ['card_states', 'settings', 'scheduler_parameters', 'courses', 'lectures', 'course_presets'],
    heavy: true,
  }),
  /** Moves them: one schedule change a card, one step of undo. */
  reschedule: command({ input: nothing, output: z.object({ moved: count }) }),
  /** Minutes and reviews a day by desired retention, from the owner's own cards. */
  workload: query({
    input: nothing,
    output: z.object({
      points: z.array(
        z.object({
          retention: z.number(),
          minutesPerDay: z.number(),
          reviewsPerDay: z.number(),
          /** Mean retrievability over the days. */
          remembered: z.number(),
        }),
      ),
      /** What it was computed from. */
      cards: count,
      sampled: count,
      days: count,
      passMs: count,
      failMs: count,
      desiredRetention: retention,
    }),
    reads: ['card_states', 'settings', 'scheduler_parameters', 'daily_rollups'],
    heavy: true,
  }),
});
