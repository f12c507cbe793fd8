import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../../store/schemas.ts';

/** What goes badly: more forgotten than 30 %, recall 20 points under the owner's own, twice their time. */
export const INDICATOR_KINDS = ['lapse_rate', 'below_mean', 'over_time'] as const;
export const INDICATORS_AT_MOST = 3;

const share = z.number().min(0).max(1);

const indicator = z.object({
  indicator: uid,
  objective: uid,
  title: z.string(),
  /** Course and lecture it belongs to, for words. */
  path: z.string(),
  kind: z.enum(INDICATOR_KINDS),
  /** HIGH: worth a quiet banner between cards. */
  level: z.enum(['MODERATE', 'HIGH']),
  severity: share,
  priority: share,
  /** The last answer to the objective. */
  at: instant,
  /** In this session, to this objective, of cards that memory expected something of. */
  answers: count,
  forgotten: count,
  /** Recall of the owner in the sixty days before; null: too little is known. */
  ownRecall: share.nullable(),
  /** How many times the owner's usual time an answer took here; null: too little is known. */
  timesUsual: z.number().positive().nullable(),
  /** Sessions of the thirty days before in which the objective went badly too. */
  earlier: count,
});

/** Where the session under way goes badly. */
export const indicatorsContract = defineContract('twin', {
  /** The at most three most pressing of the session that goes on. */
  indicators: query({
    input: nothing,
    output: z.object({
      /** false: the owner does not want to be looked at, or to be told. */
      isOn: z.boolean(),
      session: uid.nullable(),
      indicators: z.array(indicator).readonly(),
    }),
    reads: [
      'reviews',
      'log_undos',
      'study_sessions',
      'struggle_indicators',
      'behavioral_events',
      'learning_objectives',
      'settings',
    ],
  }),
  /** No more of this one in its session. `not_found`: there is none. The setting `twin.indicators` is the way out of all. */
  snoozeIndicator: command({ input: z.strictObject({ indicator: uid }), output: nothing }),
});
