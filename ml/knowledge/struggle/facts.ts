/**
 * What the struggle model reads: facts as columns, for the caller to fill from wherever it keeps them. Ids are row
 * numbers of their lists. An instant is UTC ms; a study day counts the owner's days since 1970-01-01.
 */
export interface StruggleFacts {
  readonly answers: AnswerColumns;
  readonly cards: {
    /** −1 for a card without an objective. New cards come in the order of their ids. */
    readonly objective: Int32Array;
    /** Any numbering of content formats, 0 to 255. */
    readonly format: Uint8Array;
  };
  readonly objectives: {
    /** The lecture or topic each belongs to. */
    readonly topic: Int32Array;
    /** Objectives to be learnt before. */
    readonly prerequisites: readonly (readonly number[])[];
  };
  readonly practiceTests: readonly PracticeTestScore[];
  readonly exams: readonly ExamDate[];
}

/** Every answer that counts, in any order; n rows each. */
export interface AnswerColumns {
  readonly card: Int32Array;
  /** Answer stamp less duration: no feature of an answer uses anything later. */
  readonly shownAt: Float64Array;
  readonly at: Float64Array;
  /** Of the moment the card was shown. */
  readonly studyDay: Int32Array;
  /** Minutes to add to UTC for local time. */
  readonly utcOffsetMin: Int16Array;
  /** 1 again, 2 hard, 3 good, 4 easy. */
  readonly rating: Uint8Array;
  /** The phase when shown: 0 new, 1 learning, 2 review, 3 relearning. */
  readonly phase: Uint8Array;
  /** What the answer gave: days × 86400, or minus the seconds of a step. */
  readonly intervalSeconds: Float64Array;
  /** How sure the learner said to be before the answer was shown, 0 to 1; NaN or left out where not asked. */
  readonly confidence?: Float64Array;
}

export interface PracticeTestScore {
  readonly objective: number;
  readonly at: number;
  readonly studyDay: number;
  /** Share of right answers on the objective, 0 to 1. */
  readonly score: number;
}

export interface ExamDate {
  /** When the owner entered it: before that nothing may know of it. */
  readonly knownAt: number;
  readonly studyDay: number;
  /** Null: about everything. */
  readonly objectives: readonly number[] | null;
}

/** The days to predict and the moment to predict from. */
export interface StruggleWindow {
  /** UTC ms at which the first day begins: features use answers given before it. */
  readonly asOf: number;
  /** First study day. */
  readonly fromDay: number;
  /** 1 to 30; 7 unless the owner chose otherwise. */
  readonly days: number;
  /** Local hour of the planned slot, 0 to 24; NaN without a plan. */
  readonly plannedHour: number;
  /** The index of cognitive load now, 0 to 1; NaN where unknown. */
  readonly load: number;
}
