import type { Random } from '../random/random.ts';
import type { Content } from './content.ts';
import type { DayPlans } from './habits.ts';
import type { HelpDesk } from './help.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { ReviewLog } from './review-log.ts';
import type { Schedule } from './schedule.ts';
import type { LearnerTruth } from './truth.ts';
import type { EventFact, Moment, PauseFact, SessionFact } from './world.ts';

/** Everything a simulated learner carries from answer to answer. */
export interface LearnerState {
  readonly truth: LearnerTruth;
  readonly firstDay: number;
  readonly content: Content;
  readonly plans: DayPlans;
  readonly memory: MemoryWorld;
  readonly schedule: Schedule;
  readonly help: HelpDesk;
  readonly log: ReviewLog;
  readonly sessions: SessionFact[];
  readonly pauses: PauseFact[];
  readonly events: EventFact[];
  /** Streams of their own, so that one part may change without moving the others. */
  readonly streams: {
    readonly sessions: Random;
    readonly recall: Random;
    readonly grading: Random;
    readonly pace: Random;
    readonly distraction: Random;
    readonly fuzz: Random;
  };
  /** Cards in steps within a day, in no order. */
  readonly inSteps: number[];
  /** Scratch of the day's order: elapsed days over stability, by card. */
  readonly forgetting: Float64Array;
  /** How many cards have been introduced; they come in the order of their ids. */
  introduced: number;
  /** How many lectures have been read. */
  lecturesRead: number;
  /** UTC ms of the last answer. */
  lastAt: number;
}

const DAY_MS = 86_400_000;
const ROLLOVER_MS = 4 * 3_600_000;

/** UTC ms at which a study day begins. */
export function startOfDay(studyDay: number, utcOffsetMin: number): number {
  return studyDay * DAY_MS + ROLLOVER_MS - utcOffsetMin * 60_000;
}

export function momentAt(at: number, utcOffsetMin: number): Moment {
  const studyDay = Math.floor((at + utcOffsetMin * 60_000 - ROLLOVER_MS) / DAY_MS);
  return { at, utcOffsetMin, studyDay };
}
