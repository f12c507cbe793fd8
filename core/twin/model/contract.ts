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

/** Points of recall / 100 against all answers, with the 90 % interval; null where a cell has too few answers. */
const effect = z.object({ n: count, effect: z.number(), low: z.number(), high: z.number() });
/** Estimates are handed on as they are. */
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const share = z.number().min(0).max(1);

export const patternKind = z.enum([
  'OPTIMAL_STUDY_TIME',
  'PERFORMANCE_PEAK',
  'ATTENTION_CYCLE',
  'SESSION_DURATION_PREFERENCE',
  'CONTENT_TYPE_PREFERENCE',
  'FORGETTING_CURVE',
]);

const pattern = effect.extend({
  kind: patternKind,
  /** Hours, stretches or lengths of a session, or formats by number. */
  cells: list(count),
  direction: z.union([z.literal(1), z.literal(-1)]),
  confidence: share,
  state: z.enum(['told', 'recorded', 'faded']),
  assessedAt: instant,
});

const rhythmEstimate = z.object({
  n: count,
  hours: list(
    z.object({ hour: count, all: effect.nullable(), weekday: effect.nullable(), weekend: effect.nullable() }),
  ),
  /** Probability that no hour differs from another. */
  noEffect: share,
  golden: list(effect.extend({ from: count, to: count, confidence: share, sessions: count, days: count })),
});

const staminaEstimate = z.object({
  longSessions: count,
  neededSessions: count,
  stretches: list(
    z.object({
      fromMinute: count,
      recall: effect.nullable(),
      latency: z.object({ n: count, effect: z.number() }).nullable(),
    }),
  ),
  onset: z.object({ minutes: z.number(), low: z.number(), high: z.number() }).nullable(),
  breakAfterMinutes: z.number().nullable(),
  lengths: list(z.object({ fromMinute: count, recall: effect.nullable() })),
  bestLength: count.nullable(),
});

const paceKind = z.object({
  format: count,
  phase: z.enum(['new', 'steps', 'review']),
  recalled: z.boolean(),
  n: count,
  medianMs: z.number(),
  meanLog: z.number(),
  deviationLog: z.number(),
});

const habitsEstimate = z.object({
  days: count,
  studyDays: count,
  minutesPerStudyDay: z.number(),
  answersPerStudyDay: z.number(),
  startHour: z.number(),
  startScatterHours: z.number(),
  daysSinceStudied: count,
});

const memoryEstimate = z.object({
  n: count,
  spanDays: count,
  needed: z.object({ answers: count, days: count }),
  curve: z
    .object({
      points: list(
        z.object({
          days: z.number(),
          n: count,
          observed: share,
          low: share,
          high: share,
          expected: share,
          standard: share,
        }),
      ),
      halfLife: z.object({ days: z.number(), low: z.number(), high: z.number(), n: count }).nullable(),
      observed: share,
      expected: share,
      standard: share,
      calibration: list(
        z.object({ n: count, meanPrediction: share, observed: share, low: share, high: share }),
      ),
    })
    .nullable(),
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
  /** When recall is better or worse, how long it lasts, and how the owner studies. Null before the first analysis. */
  rhythm: query({
    input: nothing,
    output: z
      .object({
        computedAt: instant,
        history: historyEstimate,
        rhythm: rhythmEstimate,
        stamina: staminaEstimate,
        formats: list(z.object({ format: count, recall: effect.nullable() })),
        pace: list(paceKind),
        habits: habitsEstimate.nullable(),
      })
      .nullable(),
    reads: ['learning_profiles'],
  }),
  /** How the owner forgets. Null before the first analysis. */
  memory: query({
    input: nothing,
    output: z.object({ computedAt: instant, memory: memoryEstimate }).nullable(),
    reads: ['learning_profiles'],
  }),
  /** What holds of this learner by the analyses so far, the surest first. */
  patterns: query({
    input: nothing,
    output: z.object({ patterns: list(pattern) }),
    reads: ['behavioral_patterns', 'pattern_assessments'],
  }),
  /** How each pattern went from analysis to analysis, the oldest first; faded patterns too, last. */
  patternTimeline: query({
    input: nothing,
    output: z.object({
      patterns: z.array(
        pattern.pick({ kind: true, cells: true, direction: true, state: true }).extend({
          foundAt: instant,
          points: z.array(effect.extend({ day: studyDay, at: instant, confidence: share })),
        }),
      ),
    }),
    reads: ['behavioral_patterns', 'pattern_assessments'],
  }),
  /** Analyses the whole history now, as a job; the one under way where there is one. */
  analyse: command({ input: nothing, output: z.object({ job: uid }) }),
});
