import type { z } from 'zod';
import type { ResolvedScope } from '../library/scope.ts';
import type { Settings } from '../settings/contract.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import { statement } from '../store/statements.ts';
import { stateByCard, toCardState, withMemoryInForce } from './card-states.ts';
import { cardSeed } from './card-seed.ts';
import type { step } from './contract.ts';
import { reschedules } from './custom/contract.ts';
import { ownPace } from './daily-rollups.ts';
import { inStepsOfScope, inStepsOfSession, noneInSteps, type InSteps } from './in-steps.ts';
import { dropFromPlan, type DayPlan } from './plan-day.ts';
import type { StudyQueues } from './queues.ts';
import { previewAnswers } from './scheduler/preview-answers.ts';
import { optionsOf } from './session-options.ts';
import { sessionScope, type SessionRow } from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';
import { studyConfig } from './study-config.ts';

export type Step = z.input<typeof step>;
type Progress = Step['progress'];

const uidOfCard = statement<{ card: number }, { uid: Uint8Array }>(
  'study.uidOfCard',
  'SELECT uid FROM cards WHERE id = @card',
);

const dayMs = 86_400_000;

/** The first card of the plan that can still be studied; stale entries before it are dropped. */
const headOfPlan = (store: Store, plan: DayPlan, today: number, chosen: boolean): number | undefined => {
  for (;;) {
    const head = plan.sequence[0];
    if (head === undefined) return undefined;
    const row = store.get(stateByCard, { card: head.card });
    const studiable =
      row !== undefined &&
      (chosen
        ? row.queue >= 0
        : head.fresh
          ? row.queue === 0
          : row.queue === 2 && (row.due_day ?? 0) <= today);
    if (studiable) return head.card;
    dropFromPlan(plan, 0);
  }
};

type Moment = { now: number; today: number; learnAheadMs: number };

/**
 * Which card comes next: the one whose answer was just undone; a learning card that is due; the plan; a learning card
 * that may come early because nothing else is left. Otherwise when to come back, or nothing.
 */
const chooseCard = (
  store: Store,
  queues: StudyQueues,
  scope: ResolvedScope,
  inSteps: InSteps,
  planned: () => number | undefined,
  moment: Moment,
): { card: number } | { until: number } | undefined => {
  const front = queues.front === undefined ? undefined : store.get(stateByCard, { card: queues.front });
  const isHere = front !== undefined && (scope.lectures?.includes(front.lecture_id) ?? true);
  // What was done to it since (suspended, buried) holds.
  if (isHere && front.queue >= 0 && front.buried_on !== moment.today) return { card: front.card_id };
  // The card just answered waits while another can come, even when its step is over.
  const learning = inSteps.first?.card === queues.last ? (inSteps.second ?? inSteps.first) : inSteps.first;
  // No step lasts a day here: a card that waits longer was answered under a clock that was wrong.
  const isDue =
    learning !== undefined && (learning.dueAt <= moment.now || learning.dueAt > moment.now + dayMs);
  if (isDue && learning.card !== queues.last) return { card: learning.card };
  const next = planned();
  if (next !== undefined) return { card: next };
  const early = learning ?? inSteps.first;
  if (early === undefined) return undefined;
  return isDue || early.dueAt <= moment.now + moment.learnAheadMs
    ? { card: early.card }
    : { until: early.dueAt };
};

const progressOf = (
  store: Store,
  queues: StudyQueues,
  session: SessionRow,
  plan: DayPlan,
  learning: number,
  today: number,
): Progress => {
  const { fresh } = plan;
  const review = plan.sequence.length - fresh;
  const pace = ownPace(store, today);
  const spent = queues.spent(session.id);
  const { budgetMinutes } = optionsOf(session);
  const plannedMs = fresh * pace.newMs + learning * pace.learningMs + review * pace.reviewMs;
  const mostMs = budgetMinutes === undefined ? plannedMs : queues.budgetLeft(session.id, budgetMinutes);
  return {
    answered: spent.answers,
    fresh,
    learning,
    review,
    leftMs: Math.round(Math.min(plannedMs, mostMs)),
    spentMs: spent.ms,
  };
};

/** The card to show, with what each answer would give. */
const cardStep = (
  store: Store,
  queues: StudyQueues,
  card: number,
  parts: {
    settings: Settings;
    moment: Moment;
    practice: boolean;
    progress: Progress;
    upcoming: number | undefined;
  },
): Step => {
  const { settings, moment, practice, progress, upcoming } = parts;
  const row = store.get(stateByCard, { card });
  const uid = store.get(uidOfCard, { card })?.uid;
  if (row === undefined || uid === undefined) throw new Error('a planned card has no state');
  const state = toCardState(withMemoryInForce(store, row));
  const values = queues.places.valuesOf(row.lecture_id);
  const outcomes = previewAnswers(
    state,
    { at: moment.now, studyDay: moment.today, cardSeed: cardSeed(uid) },
    studyConfig(store, settings, values),
  );
  return {
    kind: 'card',
    rendered: queues.rendered(card),
    phase: state.phase,
    reps: state.reps,
    outcomes: outcomes.map((outcome, index) => ({
      rating: index + 1,
      intervalSeconds: practice ? 0 : Math.abs(outcome.review.intervalSeconds ?? 0),
    })),
    reschedules: !practice,
    timer: {
      showTimer: values.showTimer,
      capSeconds: values.timerCapSeconds,
      autoRevealSeconds: values.autoRevealSeconds,
      autoAnswerSeconds: values.autoAnswerSeconds,
    },
    leech: values.leechThreshold > 0 && state.lapses >= values.leechThreshold,
    askConfidence: settings['study.askConfidence'],
    progress,
    upcomingMedia: upcoming === undefined ? [] : queues.rendered(upcoming).media,
  };
};

const findStep = (store: Store, queues: StudyQueues, session: SessionRow): Step => {
  const settings = readSettings(store);
  const now = store.clock.now();
  const today = localMoment(now, store.clock, settings).studyDay;
  const moment = { now, today, learnAheadMs: settings['study.learnAheadMinutes'] * 60_000 };
  const scope = sessionScope(store, session);
  const { budgetMinutes, custom } = optionsOf(session);
  const plan = queues.plan(session, today);
  const practice = custom !== undefined && !reschedules(custom);
  const inSteps = practice
    ? noneInSteps
    : custom === undefined
      ? inStepsOfScope(store, scope, today)
      : inStepsOfSession(store, session.id, today);
  const progress = progressOf(store, queues, session, plan, inSteps.count, today);
  // Between two cards, never in the middle of one; a card that was taken back is still answered.
  const isOver =
    budgetMinutes !== undefined &&
    queues.budgetLeft(session.id, budgetMinutes) === 0 &&
    queues.front === undefined;
  if (isOver) return { kind: 'finished', reason: 'time', progress };
  const planned = (): number | undefined => headOfPlan(store, plan, today, custom !== undefined);
  const chosen = chooseCard(store, queues, scope, inSteps, planned, moment);
  if (chosen === undefined) {
    const cut = plan.cut.reviews + plan.cut.fresh > 0;
    return { kind: 'finished', reason: cut ? 'time' : 'done', progress };
  }
  if ('until' in chosen) return { kind: 'waiting', until: chosen.until, progress };
  return cardStep(store, queues, chosen.card, {
    settings,
    moment,
    practice,
    progress,
    upcoming: plan.sequence.find((entry) => entry.card !== chosen.card)?.card,
  });
};

/** When a session whose step was just found will be over, at the owner's pace. */
export const finishOf = (step: Step, now: number): number =>
  Math.max(step.kind === 'waiting' ? step.until : now, now + step.progress.leftMs);

/** What comes next in a session, with the card rendered and the intervals each answer would give. */
export const nextStep = (store: Store, queues: StudyQueues, session: SessionRow): Step =>
  store.snapshot(() => findStep(store, queues, session));
