import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../../store/schemas.ts';

export const LOAD_LEVELS = ['LOW', 'MODERATE', 'HIGH', 'CRITICAL'] as const;
/** What the index is made of, in the order of their weights. */
export const LOAD_PARTS = ['latency', 'errors', 'disengagement', 'decline', 'duration'] as const;

const percent = z.number().min(0).max(100);
const share = z.number().min(0).max(1);
const loadLevelSchema = z.enum(LOAD_LEVELS);

const measures = z.object({
  answers: count,
  latencySd: z.number().nullable(),
  latencyBasis: count,
  excessErrors: z.number().nullable(),
  pauses: count.nullable(),
  idleShare: share.nullable(),
  decline: z.number().nullable(),
  minutes: z.number().min(0),
  onsetMinutes: z.number().nullable(),
});

const reading = z.object({
  at: instant,
  /** Null: not enough answers, or too little is known of this owner. */
  score: percent.nullable(),
  level: loadLevelSchema.nullable(),
  confidence: share,
  /** In the order of their weights; the known ones' weighted mean is the score. */
  parts: z.array(z.object({ part: z.enum(LOAD_PARTS), weight: share, value: percent.nullable() })),
  /** What the parts were made of, for words. */
  measures,
});

const offer = z.object({ at: instant, load: percent, level: loadLevelSchema });

const timelineSession = z.object({
  session: uid,
  /** What was studied; empty for everything. */
  title: z.string(),
  startedAt: instant,
  studyDay,
  points: z.array(z.object({ at: instant, score: percent, level: loadLevelSchema })),
  /** Breaks that were taken; null: not ended by hand. */
  breaks: z.array(z.object({ at: instant, durationMs: count.nullable() })),
  offered: count,
});

const oneSession = { input: z.strictObject({ session: uid }), output: nothing };

/** Load in the session under way, breaks, and what became of both. */
export const loadContract = defineContract('twin', {
  load: query({
    input: nothing,
    output: z.object({
      /** false: the owner does not want to be looked at. */
      isOn: z.boolean(),
      /** The session that goes on; null: none does. */
      session: uid.nullable(),
      /** Since the session began, or the last rest; null before the first answer. */
      reading: reading.nullable(),
      answersNeeded: count,
      /** What answer times are compared with; null: not known yet. */
      latencySource: z.enum(['pace', 'days']).nullable(),
      /** A break is offered now. */
      offer: offer.nullable(),
      onBreak: z.object({ startedAt: instant, minutes: count, leftMs: count }).nullable(),
    }),
    reads: [
      'reviews',
      'log_undos',
      'study_sessions',
      'session_pauses',
      'behavioral_events',
      'learning_profiles',
      'settings',
    ],
  }),
  /** Five minutes away from the cards. `conflict`: the session has ended. */
  takeBreak: command(oneSession),
  /** Back to the cards, whenever. */
  endBreak: command(oneSession),
  /** Asks again in five minutes. */
  postponeBreak: command(oneSession),
  /** Not now. */
  skipBreak: command(oneSession),
  /** Load as it was written down, and the breaks, newest session first. */
  loadTimeline: query({
    input: z.strictObject({ days: z.int().min(1).max(90) }),
    output: z.object({
      sessions: z.array(timelineSession),
      /** Study days ever on which load was written down as 60 or more. */
      high: z.object({ days: count, lastDay: studyDay.nullable() }),
    }),
    reads: [
      'cognitive_load_metrics',
      'behavioral_events',
      'log_undos',
      'study_sessions',
      'courses',
      'lectures',
      'settings',
    ],
  }),
});
