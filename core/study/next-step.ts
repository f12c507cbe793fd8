import type { z } from 'zod';
import { renderCardById } from '../library/render-card-by-id.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import { statement } from '../store/statements.ts';
import { stateByCard, toCardState } from './card-states.ts';
import { cardSeed } from './card-seed.ts';
import type { step } from './contract.ts';
import { ownPace } from './daily-rollups.ts';
import type { StudyQueues } from './queues.ts';
import { previewAnswers } from './scheduler/preview-answers.ts';
import type { ResolvedScope } from '../library/scope.ts';
import { sessionScope, type SessionRow } from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';
import { studyConfig } from './study-config.ts';
import { learningQueue, type DayPlan } from './study-queue.ts';

export type Step = z.input<typeof step>;
type Progress = Step['progress'];

const sessionSpent = statement<{ session: number }, { answers: number; ms: number | null }>(
  'study.sessionSpent',
  'SELECT count(*) AS answers, sum(min(duration_ms, 60000)) AS ms FROM live_reviews WHERE session_id = @session',
);
const uidOfCard = statement<{ card: number }, { uid: Uint8Array }>('study.uidOfCard', 'SELECT uid FROM cards WHERE id = @card');

/** The first card of the plan that can still be studied; stale entries before it are dropped. */
const headOfPlan = (store: Store, plan: DayPlan, today: number): number | undefined => {
  for (;;) {
    const head = plan.sequence[0];
    if (head === undefined) return undefined;
    const row = store.get(stateByCard, { card: head.card });
    const studiable = row !== undefined && (head.fresh ? row.queue === 0 : row.queue === 2 && (row.due_day ?? 0) <= today);
    if (studiable) return head.card;
    plan.sequence.shift();
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
  plan: DayPlan,
  moment: { now: number; today: number; learnAheadMs: number },
): { card: number } | { until: number } | undefined => {
  const front = queues.front;
  if (front !== undefined && (store.get(stateByCard, { card: front })?.queue ?? -1) >= 0) return { card: front };
  const [learning] = learningQueue(store, scope);
  if (learning !== undefined && learning.dueAt <= moment.now) return { card: learning.card };
  const planned = headOfPlan(store, plan, moment.today);
  if (planned !== undefined) return { card: planned };
  if (learning === undefined) return undefined;
  return learning.dueAt <= moment.now + moment.learnAheadMs ? { card: learning.card } : { until: learning.dueAt };
};

const progressOf = (store: Store, session: SessionRow, scope: ResolvedScope, plan: DayPlan, today: number): Progress => {
  const fresh = plan.sequence.reduce((n, entry) => n + (entry.fresh ? 1 : 0), 0);
  const review = plan.sequence.length - fresh;
  const learning = learningQueue(store, scope).length;
  const pace = ownPace(store, today);
  const spent = store.get(sessionSpent, { session: session.id });
  return {
    answered: spent?.answers ?? 0,
    fresh,
    learning,
    review,
    leftMs: Math.round(fresh * pace.newMs + learning * pace.learningMs + review * pace.reviewMs),
    spentMs: spent?.ms ?? 0,
  };
};

/** What comes next in a session, with the card rendered and the intervals each answer would give. */
export const nextStep = (store: Store, queues: StudyQueues, session: SessionRow): Step => {
  const settings = readSettings(store);
  const now = store.clock.now();
  const today = localMoment(now, store.clock, settings).studyDay;
  const scope = sessionScope(store, session);
  const plan = queues.plan(scope, today);
  const learnAheadMs = settings['study.learnAheadMinutes'] * 60_000;
  const chosen = chooseCard(store, queues, scope, plan, { now, today, learnAheadMs });
  const progress = progressOf(store, session, scope, plan, today);
  if (chosen === undefined) return { kind: 'finished', progress };
  if ('until' in chosen) return { kind: 'waiting', until: chosen.until, progress };

  const row = store.get(stateByCard, { card: chosen.card });
  const uid = store.get(uidOfCard, { card: chosen.card })?.uid;
  if (row === undefined || uid === undefined) throw new Error('a planned card has no state');
  const state = toCardState(row);
  const outcomes = previewAnswers(state, { at: now, studyDay: today, cardSeed: cardSeed(uid) }, studyConfig(settings));
  const upcoming = plan.sequence.find((entry) => entry.card !== chosen.card);
  return {
    kind: 'card',
    rendered: renderCardById(store, chosen.card),
    phase: state.phase,
    outcomes: outcomes.map((outcome, index) => ({
      rating: index + 1,
      intervalSeconds: Math.abs(outcome.review.intervalSeconds ?? 0),
    })),
    progress,
    upcomingMedia: upcoming === undefined ? [] : renderCardById(store, upcoming.card).media,
  };
};
