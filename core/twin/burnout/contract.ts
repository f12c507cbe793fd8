import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../../store/schemas.ts';

/** Kinds of circumstances that a high load may go with. */
export const STRESS_KINDS = ['topic', 'hour', 'exam', 'fatigue', 'time_pressure'] as const;
export const BURNOUT_FACTORS = [
  'intensity',
  'performanceDecline',
  'chronicLoad',
  'irregularity',
  'engagementDecay',
  'recoveryDeficit',
] as const;
export const BURNOUT_LEVELS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

const percent = z.number().min(0).max(100);
const share = z.number().min(0).max(1);
const computedAt = instant.nullable();
const level = z.enum(BURNOUT_LEVELS);

const factor = z.object({
  factor: z.enum(BURNOUT_FACTORS),
  weight: share,
  /** Null: not known. */
  score: percent.nullable(),
  /** In the factor's own unit: hours a day, recall beyond what was expected, shares, hours, days off. */
  recent: z.number().nullable(),
  before: z.number().nullable(),
});

const risk = z.object({
  /** First study day after the fourteen. */
  asOf: studyDay,
  /** The last study day with answers, where nothing was studied for a week since. */
  frozenSince: studyDay.nullable(),
  studyDaysBefore: count,
  studyDaysRecent: count,
  needed: count,
  score: percent.nullable(),
  level: level.nullable(),
  confidence: share,
  factors: z.array(factor),
});

const stressPattern = z.object({
  kind: z.enum(STRESS_KINDS),
  /** Uid of a lecture, an hour, a minute; `near`, `much`. */
  key: z.string(),
  /** Name of the lecture; null where it is no topic, or gone. */
  title: z.string().nullable(),
  occurrences: count,
  occasions: count,
  effect: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: share,
});

const zone = z.object({
  from: percent,
  to: percent,
  sessions: count,
  recall: z.object({ effect: z.number(), low: z.number(), high: z.number() }).nullable(),
});

/** Load and burnout as the whole history tells of them. `computedAt` null: nothing has been assessed yet. */
export const burnoutContract = defineContract('twin', {
  burnout: query({
    input: nothing,
    output: z.object({
      computedAt,
      risk: risk.nullable(),
      /** Kept assessments, oldest first: one a week, and those that were asked for. */
      assessments: z.array(z.object({ studyDay, score: percent, level })),
      /** Levels that were ever found, the lowest first, with the last day of each. */
      levels: z.array(z.object({ level, assessments: count, lastDay: studyDay })),
    }),
    reads: ['learning_profiles', 'burnout_risk_assessments'],
  }),
  stressPatterns: query({
    input: nothing,
    output: z.object({
      computedAt,
      /** Sessions of the last ninety days with a load. */
      sessions: count,
      patterns: z.array(stressPattern),
    }),
    reads: ['learning_profiles', 'stress_response_patterns', 'lectures'],
  }),
  loadAgainstPerformance: query({
    input: nothing,
    output: z.object({
      computedAt,
      sessions: count,
      needed: count,
      correlation: z.object({ r: z.number(), low: z.number(), high: z.number(), n: count }).nullable(),
      zones: z.array(zone),
      bestZone: count.nullable(),
      points: z.array(z.object({ load: percent, residual: z.number() })),
    }),
    reads: ['learning_profiles'],
  }),
  /** Mean and highest load of each study day of the last ninety, imported ones too. */
  loadDays: query({
    input: nothing,
    output: z.object({
      computedAt,
      days: z.array(z.object({ studyDay, sessions: count, mean: percent, peak: percent })),
    }),
    reads: ['learning_profiles'],
  }),
  /** Assesses load and burnout now, as a job; the one under way where there is one. */
  assess: command({ input: nothing, output: z.object({ job: uid }) }),
});
