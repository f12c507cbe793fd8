import type { z } from 'zod';
import type { ResolvedScope } from '../library/scope.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import { statement } from '../store/statements.ts';
import { stateByCard, toCardState, withMemoryInForce } from './card-states.ts';
import { cardSeed } from './card-seed.ts';
import type { step } from './contract.ts';
import { ownPace } from './daily-rollups.ts';
import type { StudyQueues } from './queues.ts';
import { previewAnswers } from './scheduler/preview-answers.ts';
import { sessionScope, type SessionRow } from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';
import { studyConfig } from './study-config.ts';
import { countInSteps, dropFromPlan, firstInSteps, type DayPlan, type FirstInSteps } from './study-queue.ts';

export type Step = z.input<typeof step>;
type Progress = Step['progress'];

const uidOfCard = statement<{ card: number }, { uid: Uint8Array }>(
  'study.uidOfCard',
  'SELECT uid FROM cards WHERE id = @card',
);

const dayMs = 86_400_000;

/** The first card of the plan that can still be studied; stale entries before it are dropped. */
const headOfPlan = (store: Store, plan: DayPlan, today: number): number | undefined => {
  for (;;) {
    const head = plan.sequence[0];
    if (head === undefined) return undefined;
    const row = store.get(stateByCard, { card: head.card });
    const studiable =
      row !== undefined && (head.fresh ? row.queue === 0 : row.queue === 2 && (row.due_day ?? 0) <= today);
    if (studiable) return head.card;
    dropFromPlan(plan, 0);
  }
};

/**
 * Which card comes next: the one whose answer was just undone; a learning card that is due; the day's plan; a learning
 * card that may come early because nothing else is left. Otherwise when to come back, or nothing.
 */
const chooseCard = (
  store: Store,
  queues: StudyQueues,
  scope: ResolvedScope,
  queued: FirstInSteps,
  plan: DayPlan,
  moment: { now: number; today: number; learnAheadMs: number },
): { card: number } | { until: number } | undefined => {
  const front = queues.front === undefined ? undefined : store.get(stateByCard, { card: queues.front });
  if (front !== undefined && front.queue >= 0 && (scope.lectures?.includes(front.lecture_id) ?? true)) {
    return { card: front.card_id };
  }
  // The card just answered waits while another can come, even when its step is over.
  const learning = queued.first?.card === queues.last ? (queued.second ?? queued.first) : queued.first;
  // No step lasts a day here: a card that waits longer was answered under a clock that was wrong.
  const isDue =
    learning !== undefined && (learning.dueAt <= moment.now || learning.dueAt > moment.now + dayMs);
  if (isDue && learning.card !== queues.last) return { card: learning.card };
  const planned = headOfPlan(store, plan, moment.today);
  if (planned !== undefined) return { card: planned };
  const next = learning ?? queued.first;
  if (next === undefined) return undefined;
  return isDue || next.dueAt <= moment.now + moment.learnAheadMs
    ? { card: next.card }
    : { until: next.dueAt };
};

const progressOf = (
  store: Store,
  queues: StudyQueues,
  session: number,
  plan: DayPlan,
  learning: number,
  today: number,
): Progress => {
  const { fresh } = plan;
  const review = plan.sequence.length - fresh;
  const pace = ownPace(store, today);
  const spent = queues.spent(session);
  return {
    answered: spent.answers,
    fresh,
    learning,
    review,
    leftMs: Math.round(fresh * pace.newMs + learning * pace.learningMs + review * pace.reviewMs),
    spentMs: spent.ms,
  };
};

const findStep = (store: Store, queues: StudyQueues, session: SessionRow): Step => {
  const settings = readSettings(store);
  const now = store.clock.now();
  const today = localMoment(now, store.clock, settings).studyDay;
  const scope = sessionScope(store, session);
  const plan = queues.plan(scope, today);
  const learnAheadMs = settings['study.learnAheadMinutes'] * 60_000;
  const first = firstInSteps(store, scope, today);
  const chosen = chooseCard(store, queues, scope, first, plan, { now, today, learnAheadMs });
  const inSteps = first.first === undefined ? 0 : countInSteps(store, scope, today);
  const progress = progressOf(store, queues, session.id, plan, inSteps, today);
  if (chosen === undefined) return { kind: 'finished', reason: 'done', progress };
  if ('until' in chosen) return { kind: 'waiting', until: chosen.until, progress };

  const row = store.get(stateByCard, { card: chosen.card });
  const uid = store.get(uidOfCard, { card: chosen.card })?.uid;
  if (row === undefined || uid === undefined) throw new Error('a planned card has no state');
  const state = toCardState(withMemoryInForce(store, row));
  const values = queues.places.valuesOf(row.lecture_id);
  const outcomes = previewAnswers(
    state,
    { at: now, studyDay: today, cardSeed: cardSeed(uid) },
    studyConfig(store, settings, values),
  );
  const upcoming = plan.sequence.find((entry) => entry.card !== chosen.card);
  return {
    kind: 'card',
    rendered: queues.rendered(chosen.card),
    phase: state.phase,
    reps: state.reps,
    outcomes: outcomes.map((outcome, index) => ({
      rating: index + 1,
      intervalSeconds: Math.abs(outcome.review.intervalSeconds ?? 0),
    })),
    reschedules: true,
    timer: {
      showTimer: values.showTimer,
      capSeconds: values.timerCapSeconds,
      autoRevealSeconds: values.autoRevealSeconds,
      autoAnswerSeconds: values.autoAnswerSeconds,
    },
    leech: values.leechThreshold > 0 && state.lapses >= values.leechThreshold,
    askConfidence: settings['study.askConfidence'],
    progress,
    upcomingMedia: upcoming === undefined ? [] : queues.rendered(upcoming.card).media,
  };
};

/** When a session whose step was just found will be over, at the owner's pace. */
export const finishOf = (step: Step, now: number): number =>
  Math.max(step.kind === 'waiting' ? step.until : now, now + step.progress.leftMs);

/** What comes next in a session, with the card rendered and the intervals each answer would give. */
export const nextStep = (store: Store, queues: StudyQueues, session: SessionRow): Step =>
  store.snapshot(() => findStep(store, queues, session));
