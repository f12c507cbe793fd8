import { checkCount, checkNumber } from '../data/check.ts';
import { bernoulli, exponential, logNormal } from '../random/distributions.ts';
import { seededRandom, type Random } from '../random/random.ts';
import { checkLearnerTruth } from './check-truth.ts';
import { drawContent, type ContentPlan } from './content.ts';
import { planQueue, type DayQueue } from './day-queue.ts';
import { planDays } from './habits.ts';
import { giveHelp, helpDesk, type InterventionPlan } from './help.ts';
import { momentAt, startOfDay, type LearnerState } from './learner-state.ts';
import { memoryWorld } from './memory-world.ts';
import { ReviewLog } from './review-log.ts';
import { runSession } from './run-session.ts';
import { newSchedule } from './schedule.ts';
import type { LearnerTruth } from './truth.ts';
import type { SimulatedWorld } from './world.ts';

export interface SimulationOptions {
  /** A whole number, at most 2 ** 52 either way. */
  readonly seed: number;
  /** Study day of the first day (local days since 1970-01-01). */
  readonly firstDay: number;
  readonly days: number;
  readonly content: ContentPlan;
  /** Without it nobody is helped. */
  readonly interventions?: InterventionPlan | undefined;
}

/** Keeps a world apart from whatever else its caller draws from the same seed, such as its learner. */
const WORLD_STREAM = 0x5eed_0000_0000;
const HOUR_MS = 3_600_000;
/** Sessions that the app tells apart in a log lie further apart than this. */
const BETWEEN_SESSIONS_MS = 21 * 60_000;
const MAX_SESSIONS_A_DAY = 12;

/**
 * A learner's days, one after the other: which are studied, when, for how long, what is shown, recalled and recorded.
 * The same truth and options give the same world to the last bit. Content, habits, sessions, recall, grading, pace,
 * distractions, fuzz and help draw from streams of their own.
 * @throws DataError naming the field of the truth or the options that is out of its range
 */
export function simulateLearner(truth: LearnerTruth, options: SimulationOptions): SimulatedWorld {
  const state = beginLearner(truth, options);
  for (let day = 0; day < options.days; day += 1) liveDay(state, day);
  return worldOf(state, options);
}

/**
 * A learner on the morning of the first day, to be led through the days one by one in their order (`liveDay`); what
 * `simulateLearner` does in one go.
 * @throws DataError as `simulateLearner`
 */
export function beginLearner(truth: LearnerTruth, options: SimulationOptions): LearnerState {
  checkLearnerTruth(truth);
  checkOptions(options);
  const { firstDay, days } = options;
  const root = seededRandom(options.seed + WORLD_STREAM);
  const content = drawContent(root.fork(), truth.content, truth.memory.cardSpread, options.content);
  const plans = planDays(root.fork(), truth.habits, truth.effects, firstDay, days);
  const cards = content.cardFactor.length;
  return {
    truth,
    firstDay,
    content,
    plans,
    memory: memoryWorld(truth.memory, content.cardFactor),
    schedule: newSchedule(truth.scheduler, cards),
    help: helpDesk(root.fork(), options.interventions, content.objectives.length, firstDay),
    log: new ReviewLog(),
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
    inSteps: [],
    forgetting: new Float64Array(cards),
    introduced: 0,
    lecturesRead: 0,
    lastAt: 0,
  };
}

/**
 * Lives through one day, if its plan is to study.
 * @param day days since the first; each at most once, rising
 */
export function liveDay(state: LearnerState, day: number): void {
  if (state.plans.studies[day] === 1) studyOneDay(state, day);
}

function studyOneDay(state: LearnerState, day: number): void {
  const { habits, scheduler } = state.truth;
  const studyDay = state.firstDay + day;
  const random = state.streams.sessions.fork();
  const newCards = Math.round(scheduler.newPerDay * (state.plans.newFactor[day] ?? 0));
  const queue = planQueue(state, studyDay, newCards);
  const midnight = startOfDay(studyDay, habits.utcOffsetMin) - 4 * HOUR_MS;
  const bedtime = midnight + habits.bedtimeHour * HOUR_MS;
  const hour = 4 + logNormal(random, habits.startHour - 4, habits.startSpread);
  const earliest = Math.max(startOfDay(studyDay, habits.utcOffsetMin) + HOUR_MS, state.lastAt + HOUR_MS);
  let start = Math.round(Math.max(earliest, Math.min(midnight + hour * HOUR_MS, bedtime - HOUR_MS)));
  if (start >= bedtime) return;
  prepare(state, queue, start);
  for (let session = 0; session < MAX_SESSIONS_A_DAY && start < bedtime; session += 1) {
    const seated = logNormal(random, habits.sessionMin, habits.sessionSpread);
    const glance = exponential(random, habits.glanceMin);
    const minutes = bernoulli(random, habits.glanceChance) ? glance : seated;
    const end = runSession(state, queue, studyDay, start, Math.min(minutes * 60_000, bedtime - start));
    const next = nextStart(state, random, queue, end);
    if (next === null) return;
    start = next;
  }
}

/** When the learner sits down again that day: for what is left of the plan, or to finish steps; null for not at all. */
function nextStart(state: LearnerState, random: Random, queue: DayQueue, end: number): number | null {
  const { habits } = state.truth;
  // Every chance is drawn every time, so that one decision moves no later one.
  const wait = logNormal(random, habits.returnAfterMin, habits.returnSpread) * 60_000;
  const comesBack = bernoulli(random, habits.returnChance);
  const finishes = bernoulli(random, habits.finishStepsChance);
  const after = exponential(random, 10) * 60_000;
  if (queue.next < queue.cards.length)
    return comesBack ? Math.round(end + Math.max(BETWEEN_SESSIONS_MS, wait)) : null;
  if (state.inSteps.length === 0 || !finishes) return null;
  const due = state.inSteps.reduce((first, card) => Math.min(first, state.schedule.dueAt[card]!), Infinity);
  return Math.round(Math.max(due, end) + after + 1000);
}

/** What comes before the first card of a day: the lecture of the new cards is read, help is decided. */
function prepare(state: LearnerState, queue: DayQueue, start: number): void {
  const { utcOffsetMin } = state.truth.habits;
  const { lecture } = state.content.cards;
  const fresh = queue.cards.findLast((card) => card >= state.introduced);
  const upTo = fresh === undefined ? 0 : lecture[fresh]! + 1;
  for (; state.lecturesRead < upTo; state.lecturesRead += 1) {
    const moment = momentAt(start - 60_000, utcOffsetMin);
    state.events.push({
      ...moment,
      type: 'LECTURE_READ',
      session: null,
      lecture: state.lecturesRead,
      objective: null,
    });
  }
  for (const help of giveHelp(state.help, momentAt(start - 1000, utcOffsetMin), state.firstDay)) {
    if (!help.applied) continue;
    const { at, studyDay, objective } = help;
    const type = 'INTERVENTION_SHOWN';
    state.events.push({ at, utcOffsetMin, studyDay, type, session: null, lecture: null, objective });
  }
}

/** The facts and the truth of the days lived so far. */
export function worldOf(state: LearnerState, options: SimulationOptions): SimulatedWorld {
  const { content, truth } = state;
  const overloadDays = Array.from(state.plans.overloaded.keys(), (day) => day + options.firstDay).filter(
    (studyDay) => state.plans.overloaded[studyDay - options.firstDay] === 1,
  );
  return {
    facts: {
      firstDay: options.firstDay,
      days: options.days,
      lectures: options.content.lectures,
      objectives: content.objectives,
      cards: content.cards,
      sessions: state.sessions,
      pauses: state.pauses,
      reviews: state.log.facts(truth.habits.utcOffsetMin),
      events: state.events,
      interventions: state.help.facts,
    },
    truth: {
      learner: truth,
      reviews: state.log.truth(),
      cardFactor: content.cardFactor,
      objectiveFactor: content.objectiveFactor,
      planted: content.planted,
      overloadDays: Int32Array.from(overloadDays),
      interventionPoints: Float64Array.from(state.help.points),
    },
  };
}

function checkOptions(options: SimulationOptions): void {
  checkCount('seed', options.seed, -(2 ** 52), 2 ** 52);
  checkCount('firstDay', options.firstDay, 0, 100_000);
  checkCount('days', options.days, 1, 36_500);
  checkCount('lectures', options.content.lectures, 1, 10_000);
  checkCount('objectivesPerLecture', options.content.objectivesPerLecture, 1, 10_000);
  checkCount('cardsPerObjective', options.content.cardsPerObjective, 1, 10_000);
  const { lectures, objectivesPerLecture, cardsPerObjective } = options.content;
  checkCount('cards', lectures * objectivesPerLecture * cardsPerObjective, 1, 1_000_000);
  const { interventions } = options;
  if (interventions !== undefined) {
    checkNumber('holdBack', interventions.holdBack, 0, 1);
    checkCount('interventions.days', interventions.days, 1, 3650);
  }
}
