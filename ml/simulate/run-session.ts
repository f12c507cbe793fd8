import { clamp } from '../numeric/special.ts';
import { bernoulli, logNormal, normal } from '../random/distributions.ts';
import type { Rating } from '../memory/memory.ts';
import { nextCard, type DayQueue } from './day-queue.ts';
import {
  driftEffect,
  fatigueEffect,
  formatEffect,
  hourEffect,
  overloadEffect,
  rhythmShiftHours,
} from './effects.ts';
import { helpEffect, noteAnswer } from './help.ts';
import { momentAt, type LearnerState } from './learner-state.ts';
import { localHour } from '../numeric/local-hour.ts';
import { baselineRecall, rememberAnswer } from './memory-world.ts';
import { answerTime } from './pace.ts';
import type { LoggedReview } from './review-log.ts';
import { NEW, REVIEW, scheduleAnswer } from './schedule.ts';
import { REFERENCE_RECALL, type GradingTruth } from './truth.ts';
import { RECALL_CEILING, RECALL_FLOOR, type EventFact } from './world.ts';
import type { Random } from '../random/random.ts';

/** From this time away on the app records a pause, an idle app, and a rested learner. */
const PAUSE_MS = 90_000;
const IDLE_MS = 300_000;
const REST_MS = 300_000;
/** No distraction within a session lasts longer. */
const LONGEST_DISTRACTION_MS = 15 * 60_000;

/**
 * Studies from a start until the time the learner meant to sit is over or nothing is left, and writes what happened.
 * @param startsAt UTC ms
 * @param plannedMs how long the learner means to sit
 * @returns UTC ms of the end
 */
export function runSession(
  state: LearnerState,
  queue: DayQueue,
  studyDay: number,
  startsAt: number,
  plannedMs: number,
): number {
  const { habits } = state.truth;
  const session = state.sessions.length;
  let now = startsAt;
  let restedAt = startsAt;
  const mood = normal(state.streams.distraction);
  const strain: Strain = {
    distractionChance: Math.min(1, habits.distractionChance * Math.exp(mood * habits.restlessness)),
    slowing: mood * state.truth.pace.sessionSpread,
  };
  let last = -1;
  let away = 0;
  while (now - startsAt < plannedMs) {
    const card = nextCard(state, queue, now, last);
    if (card === null) break;
    // Time away is a pause only once something follows it; before that the session may as well have ended.
    if (away >= PAUSE_MS) writePause(state, session, now - away, now, away >= IDLE_MS);
    if (away >= REST_MS) restedAt = now;
    if (last >= 0 && habits.breakAfterMin > 0 && now - restedAt >= habits.breakAfterMin * 60_000) {
      const from = now;
      now += Math.round(habits.breakMin * 60_000);
      writeBreak(state, session, from, now);
      if (now - from >= REST_MS) restedAt = now;
    }
    away = answer(state, card, session, studyDay, now, (now - restedAt) / 60_000, strain);
    last = card;
    now = state.lastAt + away;
  }
  if (last < 0) return startsAt;
  const { utcOffsetMin } = habits;
  state.sessions.push({ startedAt: startsAt, endedAt: state.lastAt, utcOffsetMin, studyDay });
  return state.lastAt;
}

/** How a session goes: the chance of a distraction after each answer, and the log of a factor of its times. */
interface Strain {
  readonly distractionChance: number;
  readonly slowing: number;
}

/** Shows a card, draws and writes the answer; returns the ms away before the next card. */
function answer(
  state: LearnerState,
  card: number,
  session: number,
  studyDay: number,
  shownAt: number,
  minutes: number,
  strain: Strain,
): number {
  const { truth, schedule, streams, content } = state;
  const phase = schedule.phase[card]!;
  const objective = content.cards.objective[card]!;
  const row = effectsAt(state, card, objective, studyDay, shownAt, minutes);
  const recalled = bernoulli(streams.recall, row.recall);
  const rating = grade(streams.grading, truth.grading, phase, recalled, row.recall);

  const day = studyDay - state.firstDay;
  const tired = Math.max(0, minutes - truth.effects.fatigue.onsetMin) / 60;
  const slowing =
    strain.slowing +
    tired * truth.effects.fatigue.slowing +
    (state.plans.overloaded[day] === 1 ? truth.effects.overload.slowing : 0) +
    Math.log(truth.pace.formatFactor[content.cards.format[card]!] ?? 1);
  const time = answerTime(streams.pace, truth.pace, phase, recalled, row.recall, slowing);
  const at = shownAt + time.durationMs;

  row.card = card;
  row.at = at;
  row.durationMs = time.durationMs;
  row.studyDay = studyDay;
  row.rating = rating;
  row.phase = phase;
  row.session = session;
  row.lastIntervalSeconds = schedule.lastInterval[card]!;
  const inStepsBefore = schedule.dueAt[card] !== 0;
  row.intervalSeconds = scheduleAnswer(schedule, card, at, studyDay, rating, streams.fuzz.unit());
  rememberAnswer(state.memory, card, studyDay, rating);
  state.log.add(row);
  state.lastAt = at;
  followSteps(state, card, inStepsBefore, schedule.dueAt[card] !== 0);
  if (phase === NEW) introduce(state, card, at, session);
  if (phase === REVIEW) noteAnswer(state.help, objective, recalled);

  const { habits } = truth;
  const distracted = bernoulli(streams.distraction, strain.distractionChance);
  const seconds = logNormal(streams.distraction, habits.distractionSec, habits.distractionSpread);
  const distraction = distracted ? Math.min(seconds * 1000, LONGEST_DISTRACTION_MS) : 0;
  return Math.round(time.beyondMs + distraction + 10);
}

function effectsAt(
  state: LearnerState,
  card: number,
  objective: number,
  studyDay: number,
  shownAt: number,
  minutes: number,
): LoggedReview {
  const { effects, habits } = state.truth;
  const baseline = baselineRecall(state.memory, card, studyDay);
  const row = blankRow();
  row.baseline = baseline;
  // What was never learnt cannot be recalled better or worse.
  if (state.schedule.phase[card] !== NEW) {
    const day = studyDay - state.firstDay;
    const shift = rhythmShiftHours(effects.drift, day);
    row.hour = hourEffect(effects.hour, localHour(shownAt, habits.utcOffsetMin), shift);
    row.fatigue = fatigueEffect(effects.fatigue, minutes);
    row.overload = overloadEffect(effects.overload, state.plans.overloaded[day] === 1);
    row.format = formatEffect(effects, state.content.cards.format[card]!);
    row.drift = driftEffect(effects.drift, day);
    row.help = helpEffect(state.help, objective, studyDay);
  }
  const moved = baseline + row.hour + row.fatigue + row.overload + row.format + row.drift + row.help;
  row.recall = clamp(moved, RECALL_FLOOR, RECALL_CEILING);
  return row;
}

function blankRow(): LoggedReview {
  return {
    card: 0,
    at: 0,
    durationMs: 0,
    studyDay: 0,
    rating: 0,
    phase: 0,
    intervalSeconds: 0,
    lastIntervalSeconds: 0,
    session: 0,
    recall: 0,
    baseline: 0,
    hour: 0,
    fatigue: 0,
    overload: 0,
    format: 0,
    drift: 0,
    help: 0,
  };
}

/** Hard in doubt, Easy where recall was sure; both draws share one number. */
function grade(
  random: Random,
  grading: GradingTruth,
  phase: number,
  recalled: boolean,
  recall: number,
): Rating {
  const u = random.unit();
  if (!recalled) return 1;
  const doubt = phase === NEW ? 0 : REFERENCE_RECALL - recall;
  const hard = clamp(grading.hardShare * Math.exp(4 * doubt), 0, 0.9);
  if (u < hard) return 2;
  return u >= 1 - Math.min(grading.easyShare * Math.exp(-4 * doubt), 1 - hard) ? 4 : 3;
}

function followSteps(state: LearnerState, card: number, before: boolean, after: boolean): void {
  if (after && !before) state.inSteps.push(card);
  if (before && !after) {
    const { inSteps } = state;
    inSteps[inSteps.indexOf(card)] = inSteps[inSteps.length - 1]!;
    inSteps.pop();
  }
}

/** A new card was shown; with the last of its objective the objective is through. */
function introduce(state: LearnerState, card: number, at: number, session: number): void {
  state.introduced = card + 1;
  const { objective, lecture } = state.content.cards;
  if (card + 1 < objective.length && objective[card + 1] === objective[card]) return;
  state.events.push({
    ...momentAt(at, state.truth.habits.utcOffsetMin),
    type: 'OBJECTIVE_COMPLETED',
    session,
    lecture: lecture[card]!,
    objective: objective[card]!,
  });
}

function writePause(state: LearnerState, session: number, from: number, to: number, idle: boolean): void {
  const { utcOffsetMin } = state.truth.habits;
  state.pauses.push({ ...momentAt(from, utcOffsetMin), session, kind: 'paused' });
  state.pauses.push({ ...momentAt(to, utcOffsetMin), session, kind: 'resumed' });
  if (!idle) return;
  writeEvent(state, 'APP_IDLE', session, from);
  writeEvent(state, 'APP_ACTIVE', session, to);
}

function writeBreak(state: LearnerState, session: number, from: number, to: number): void {
  const { utcOffsetMin } = state.truth.habits;
  writeEvent(state, 'BREAK_STARTED', session, from);
  writeEvent(state, 'BREAK_ENDED', session, to);
  state.pauses.push({ ...momentAt(from, utcOffsetMin), session, kind: 'paused' });
  state.pauses.push({ ...momentAt(to, utcOffsetMin), session, kind: 'resumed' });
}

function writeEvent(state: LearnerState, type: EventFact['type'], session: number, at: number): void {
  state.events.push({
    ...momentAt(at, state.truth.habits.utcOffsetMin),
    type,
    session,
    lecture: null,
    objective: null,
  });
}
