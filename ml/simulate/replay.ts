import { seededRandom } from '../random/random.ts';
import type { LearnerState } from './learner-state.ts';
import { ReviewLog } from './review-log.ts';
import { liveDay } from './simulate-learner.ts';
import type { ReviewFactColumns } from './world.ts';

/** Keeps replays apart from worlds and learners drawn from the same seed. */
const REPLAY_STREAM = 0x1e9_0000_0000;

/**
 * What else could have happened: lives some days again from a learner's true state, with chance drawn anew and the plans
 * of the days (which are studied, how many new cards) as they stand. The state itself is left as it was. From many of
 * them follows the probability of anything about those days, which no model that sees only facts can beat.
 * @param state before the day `fromDay` (`liveDay` up to the day before)
 * @param fromDay days since the first
 * @param seed the same seed replays the same days
 * @returns the answers of those days only
 */
export function replayDays(
  state: LearnerState,
  fromDay: number,
  days: number,
  seed: number,
): ReviewFactColumns {
  const replay = copyOf(state, seed);
  const end = Math.min(fromDay + days, state.plans.studies.length);
  for (let day = fromDay; day < end; day += 1) liveDay(replay, day);
  return replay.log.facts(state.truth.habits.utcOffsetMin);
}

function copyOf(state: LearnerState, seed: number): LearnerState {
  const { memory, schedule, help } = state;
  const root = seededRandom(seed + REPLAY_STREAM);
  return {
    ...state,
    memory: {
      ...memory,
      strength: memory.strength.slice(),
      difficulty: memory.difficulty.slice(),
      lastDay: memory.lastDay.slice(),
      lastRating: memory.lastRating.slice(),
    },
    schedule: {
      ...schedule,
      phase: schedule.phase.slice(),
      step: schedule.step.slice(),
      stability: schedule.stability.slice(),
      difficulty: schedule.difficulty.slice(),
      intervalDays: schedule.intervalDays.slice(),
      lastDay: schedule.lastDay.slice(),
      dueAt: schedule.dueAt.slice(),
      dueDay: schedule.dueDay.slice(),
      lastInterval: schedule.lastInterval.slice(),
    },
    help: {
      ...help,
      random: root.fork(),
      facts: help.facts.slice(),
      points: help.points.slice(),
      answers: help.answers.slice(),
      recalled: help.recalled.slice(),
      effect: help.effect.slice(),
      untilDay: help.untilDay.slice(),
    },
    log: new ReviewLog(512),
    sessions: [],
    pauses: [],
    events: [],
    streams: {
      sessions: root.fork(),
      recall: root.fork(),
      grading: root.fork(),
      pace: root.fork(),
      distraction: root.fork(),
      fuzz: root.fork(),
    },
    inSteps: state.inSteps.slice(),
    forgetting: new Float64Array(state.forgetting.length),
  };
}
