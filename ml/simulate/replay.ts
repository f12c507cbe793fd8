import { seededRandom, type Random } from '../random/random.ts';
import { planDays, type DayPlans } from './habits.ts';
import type { LearnerState } from './learner-state.ts';
import { ReviewLog } from './review-log.ts';
import { liveDay } from './simulate-learner.ts';
import type { ReviewFactColumns } from './world.ts';

/** Keeps replays apart from worlds and learners drawn from the same seed. */
const REPLAY_STREAM = 0x1e9_0000_0000;

/**
 * What else could have happened: lives some days again from a learner's true state, with everything that is chance drawn
 * anew: answers, times, which days are studied and how much is new. A week of overload that is under way goes on to its
 * end. The state itself is left as it was. From many of them follows the probability of anything about those days, which
 * no model that sees only facts can beat.
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
  const root = seededRandom(seed + REPLAY_STREAM);
  const plans = plansFrom(state, fromDay, days, root.fork());
  const replay = copyOf(state, plans, root);
  const end = Math.min(fromDay + days, plans.studies.length);
  for (let day = fromDay; day < end; day += 1) liveDay(replay, day);
  return replay.log.facts(state.truth.habits.utcOffsetMin);
}

/** The plans of a learner with those of some days drawn anew. */
function plansFrom(state: LearnerState, fromDay: number, days: number, random: Random): DayPlans {
  const { habits, effects } = state.truth;
  // The first enthusiasm as it is by then.
  const eagerness = habits.eagerness * Math.exp(-fromDay / habits.eagerDays);
  const drawn = planDays(random, { ...habits, eagerness }, effects, state.firstDay + fromDay, days);
  const studies = state.plans.studies.slice();
  const newFactor = state.plans.newFactor.slice();
  const overloaded = state.plans.overloaded.slice();
  let goesOn = fromDay > 0 && overloaded[fromDay - 1] === 1;
  for (let day = 0; day < days && fromDay + day < studies.length; day += 1) {
    goesOn &&= overloaded[fromDay + day] === 1;
    studies[fromDay + day] = drawn.studies[day]!;
    newFactor[fromDay + day] =
      drawn.newFactor[day]! * (goesOn && drawn.overloaded[day] === 0 ? effects.overload.newCardsFactor : 1);
    overloaded[fromDay + day] = goesOn ? 1 : drawn.overloaded[day]!;
  }
  return { studies, newFactor, overloaded };
}

function copyOf(state: LearnerState, plans: DayPlans, root: Random): LearnerState {
  const { memory, schedule, help } = state;
  return {
    ...state,
    plans,
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
