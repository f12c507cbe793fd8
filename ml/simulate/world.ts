import type { LearnerTruth } from './truth.ts';

/** A simulated history: the facts as the app would hold them and, beside them, what was true. */
export interface SimulatedWorld {
  readonly facts: WorldFacts;
  /** Null for a world handed on without it. */
  readonly truth: WorldTruth | null;
}

/** Only facts: everything here may be shown to models. Ids are row numbers of their lists. */
export interface WorldFacts {
  readonly firstDay: number;
  readonly days: number;
  readonly lectures: number;
  readonly objectives: readonly ObjectiveFact[];
  readonly cards: CardColumns;
  readonly sessions: readonly SessionFact[];
  readonly pauses: readonly PauseFact[];
  /** In the order of time. */
  readonly reviews: ReviewFactColumns;
  readonly events: readonly EventFact[];
  readonly interventions: readonly InterventionFact[];
}

export interface ObjectiveFact {
  readonly lecture: number;
  /** Objectives to be learnt before, all with a smaller id. */
  readonly prerequisites: readonly number[];
}

export interface CardColumns {
  readonly objective: Int32Array;
  readonly lecture: Int32Array;
  /** Index into FORMATS. */
  readonly format: Uint8Array;
}

/** An instant is UTC ms; a study day counts local days from 04:00 since 1970-01-01. */
export interface Moment {
  readonly at: number;
  readonly utcOffsetMin: number;
  readonly studyDay: number;
}

export interface SessionFact {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly utcOffsetMin: number;
  readonly studyDay: number;
}

export interface PauseFact extends Moment {
  readonly session: number;
  readonly kind: 'paused' | 'resumed';
}

/** Names as in the app's `behavioral_events`; only those that no other fact says. */
export const EVENT_TYPES = [
  'LECTURE_READ',
  'OBJECTIVE_COMPLETED',
  'BREAK_STARTED',
  'BREAK_ENDED',
  'APP_IDLE',
  'APP_ACTIVE',
  'INTERVENTION_SHOWN',
] as const;

export interface EventFact extends Moment {
  readonly type: (typeof EVENT_TYPES)[number];
  readonly session: number | null;
  readonly lecture: number | null;
  readonly objective: number | null;
}

export const INTERVENTION_KINDS = [
  'PREREQUISITE_REVIEW',
  'DIFFICULTY_PROGRESSION',
  'COGNITIVE_LOAD_REDUCE',
  'CONTENT_FORMAT_ADAPT',
  'SPACED_REPETITION_BOOST',
  'BREAK_SCHEDULE_ADJUST',
] as const;

/** Help with an objective, or the record that it was held back to compare. */
export interface InterventionFact extends Moment {
  readonly objective: number;
  readonly kind: (typeof INTERVENTION_KINDS)[number];
  /** False: held back. */
  readonly applied: boolean;
  /** The first study day on which it no longer holds. */
  readonly untilDay: number;
}

/** Reviews as columns, with the names and signs of the app's table. */
export interface ReviewFactColumns {
  readonly card: Int32Array;
  /** UTC ms; at − durationMs. */
  readonly shownAt: Float64Array;
  readonly at: Float64Array;
  readonly durationMs: Int32Array;
  readonly studyDay: Int32Array;
  readonly utcOffsetMin: Int16Array;
  /** 1 again, 2 hard, 3 good, 4 easy. */
  readonly rating: Uint8Array;
  /** The phase when shown: 0 new, 1 learning, 2 review, 3 relearning. */
  readonly phase: Uint8Array;
  /** Days × 86400, or minus the seconds of a step. */
  readonly intervalSeconds: Float64Array;
  /** What the answer before gave; 0 for the first. */
  readonly lastIntervalSeconds: Float64Array;
  readonly session: Int32Array;
}

export interface WorldTruth {
  readonly learner: LearnerTruth;
  /** Row by row what was true of the reviews. */
  readonly reviews: ReviewTruthColumns;
  /** Log factor of stability of each card (its own and its objective's) and of each objective. */
  readonly cardFactor: Float64Array;
  readonly objectiveFactor: Float64Array;
  /** 1 for an objective planted as a struggle. */
  readonly planted: Uint8Array;
  /** Study days in overload weeks. */
  readonly overloadDays: Int32Array;
  /** Points of recall each intervention is worth on the cards of its objective, 0 where it is held back. */
  readonly interventionPoints: Float64Array;
}

/**
 * Probabilities between 0 and 1 and differences of them. `recall` = `baseline` + the effects, kept within
 * RECALL_FLOOR and RECALL_CEILING. A card shown for the first time has no effects.
 */
export interface ReviewTruthColumns {
  /** The chance with which this answer was drawn as recalled. */
  readonly recall: Float64Array;
  /** The same with no effect of anything but memory. */
  readonly baseline: Float64Array;
  readonly hour: Float64Array;
  readonly fatigue: Float64Array;
  readonly overload: Float64Array;
  readonly format: Float64Array;
  readonly drift: Float64Array;
  readonly help: Float64Array;
}

export const EFFECT_COLUMNS = ['hour', 'fatigue', 'overload', 'format', 'drift', 'help'] as const;
export const TRUTH_COLUMNS = ['recall', 'baseline', ...EFFECT_COLUMNS] as const;

export const RECALL_FLOOR = 0.01;
export const RECALL_CEILING = 0.995;
