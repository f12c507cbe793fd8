import { z } from 'zod';
import { defineContract, query } from '../../rpc/contract.ts';
import { count, instant, studyDay, uid } from '../../store/schemas.ts';
import { STRESS_KINDS } from '../burnout/contract.ts';
import { patternKind } from '../model/contract.ts';

const share = z.number().min(0).max(1);
/** Of a table of the learner model, by number. */
const cells = z.array(z.int().min(0).max(255)).min(1).max(256);

/** A number of the twin, named so that the answers it was counted from can be found. */
export const evidenceAsk = z.discriminatedUnion('of', [
  /** All answers that effects are measured on. */
  z.strictObject({ of: z.literal('measured') }),
  z.strictObject({ of: z.literal('hours'), cells, days: z.enum(['all', 'weekday', 'weekend']) }),
  /** Stretches of a session, and lengths of sessions, by their place in `twin.rhythm`. */
  z.strictObject({ of: z.literal('stretches'), cells }),
  z.strictObject({ of: z.literal('lengths'), cells }),
  z.strictObject({ of: z.literal('formats'), cells }),
  /** What a pattern was told from: its kind and cells as in `twin.patterns`. */
  z.strictObject({
    of: z.literal('pattern'),
    kind: patternKind,
    cells: z.array(z.int().min(0).max(255)).max(256),
  }),
  z.strictObject({
    of: z.literal('pace'),
    format: count,
    phase: z.enum(['new', 'steps', 'review']),
    recalled: z.boolean(),
  }),
  /** Answers the forgetting curve is made of; one point of it, one bin of its calibration. */
  z.strictObject({ of: z.literal('curve') }),
  z.strictObject({ of: z.literal('curvePoint'), point: count }),
  z.strictObject({ of: z.literal('calibrationBin'), bin: count }),
  /** The judged answers in a prediction's window, or all that were there when it was made. `not_found`. */
  z.strictObject({ of: z.literal('prediction'), prediction: uid, answers: z.enum(['window', 'before']) }),
  z.strictObject({ of: z.literal('session'), session: uid }),
  /** Answers of the sessions whose load is told: of one study day, or of all days. */
  z.strictObject({ of: z.literal('load'), studyDay: studyDay.nullable() }),
  /** Of sessions with a load, all or under one circumstance. */
  z.strictObject({
    of: z.literal('stress'),
    pattern: z.strictObject({ kind: z.enum(STRESS_KINDS), key: z.string() }).nullable(),
  }),
  /** Of sessions whose load is compared with recall, all or those of one zone. */
  z.strictObject({ of: z.literal('performance'), zone: z.int().min(0).max(3).nullable() }),
  /** Answers of the last fourteen study days, or of the twenty-eight before. */
  z.strictObject({ of: z.literal('burnout'), days: z.enum(['recent', 'before']) }),
  /** Every answer of some study days, practice included; of one weekday, or one hour of it. */
  z.strictObject({
    of: z.literal('activity'),
    from: studyDay,
    to: studyDay,
    /** 0 Monday to 6 Sunday. */
    weekday: z.int().min(0).max(6).nullable(),
    hour: z.int().min(0).max(23).nullable(),
  }),
]);
export type EvidenceAsk = z.output<typeof evidenceAsk>;

export const EVIDENCE_AT_MOST = 500;

/** One answer in the log. */
const evidence = z.object({
  review: uid,
  card: uid,
  /** Plain text of its question. */
  question: z.string(),
  at: instant,
  utcOffsetMin: z.int(),
  rating: z.int().min(1).max(4),
  recalled: z.boolean(),
  /** Recall that the answer was compared with; null: nothing was expected. */
  expected: share.nullable(),
  /** Null: imported, or given beside any session. */
  session: uid.nullable(),
});

/** Every number of the twin, traced to the answers behind it. */
export const evidenceContract = defineContract('twin', {
  /**
   * The answers behind a number, in order of time. Of a number of the last analysis: chosen as it chose, from the log of
   * now, so that answers since then are in it. `invalid` where analysis is off; `not_found` for a prediction that is gone.
   */
  evidence: query({
    input: z.strictObject({
      ask: evidenceAsk,
      offset: count.default(0),
      limit: z.int().min(1).max(EVIDENCE_AT_MOST).default(200),
    }),
    output: z.object({
      total: count,
      /** That many sessions and study days the answers are of. */
      sessions: count,
      studyDays: count,
      answers: z.array(evidence),
    }),
    reads: [
      'reviews',
      'log_undos',
      'study_sessions',
      'cards',
      'notes',
      'learning_profiles',
      'struggle_predictions',
      'settings',
    ],
  }),
});
