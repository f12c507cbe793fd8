import { renderCardById, type RenderedCardView } from '../library/render-card-by-id.ts';
import { readSettings } from '../settings/read-settings.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { planCustom } from './custom/plan-custom.ts';
import { ownPace, type Pace } from './daily-rollups.ts';
import { inStepsOfScope } from './in-steps.ts';
import { dropFromPlan, planDay, type DayPlan } from './plan-day.ts';
import { PlacesInForce } from './presets/places.ts';
import { answerCapMs } from './rollup-day.ts';
import { optionsOf } from './session-options.ts';
import { sessionScope, type SessionRow } from './sessions.ts';

/** Changes after which a plan made before may name cards that are gone, or miss some. An answer is not among them. */
const invalidating = new Set([
  'cards',
  'lectures',
  'courses',
  'course_presets',
  'settings',
  'log_undos',
  'schedule_changes',
  'card_baselines',
  'stale_derivations',
]);

const sessionSpent = statement<{ session: number }, { answers: number; ms: number | null }>(
  'study.sessionSpent',
  `SELECT count(*) AS answers, sum(min(duration_ms, ${answerCapMs})) AS ms FROM live_reviews WHERE session_id = @session`,
);

type Spent = { session: number; answers: number; ms: number };

/** Changes that an answer makes; none of them is on a card's face. */
const facelessChanges = new Set([
  'reviews',
  'card_states',
  'daily_rollups',
  'undo_log',
  'study_sessions',
  'session_pauses',
]);

/** The plan of the session under way, and that of Today. */
const heldPlans = 3;

/** The whole library on its day, as Today counts it. */
const everything = { course_id: null, lecture_id: null, options: null, id: 0 };
/** A plan, and the session it is of where it is not the same for every session. */
type Held = { plan: DayPlan; session: number | undefined };
type Planned = Pick<SessionRow, 'course_id' | 'lecture_id' | 'options' | 'id'>;

/**
 * Plans of the day, made once and then shortened answer by answer; they hold no fact. Anything that could change what
 * is due makes them anew.
 */
export class StudyQueues {
  /** Presets in force. */
  readonly places: PlacesInForce;
  readonly #store: Store;
  readonly #held = new Map<string, Held>();
  #spent: Spent | undefined;
  /** The next card is rendered with the one before it, for its media: kept until its turn. */
  readonly #rendered = new Map<number, RenderedCardView>();
  #last: number | undefined;
  /** The card whose answer was just undone: it comes back first, until one is answered. */
  #front: number | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.places = new PlacesInForce(store);
    store.feed.subscribe((changes) => {
      if (!changes.every((kind) => facelessChanges.has(kind))) this.#rendered.clear();
      if (!changes.some((kind) => invalidating.has(kind))) return;
      this.#held.clear();
      this.#spent = undefined;
    });
    // The answers of a session leave its plans one by one; those of a practice test do not pass here.
    store.hooks.on('review.recorded', (_tx, event) => {
      if (event.session === null) this.#held.clear();
    });
    store.hooks.on('log.toggled', (_tx, event) => {
      if (event.table === 'reviews') this.#front = event.undone ? event.owner : undefined;
    });
  }

  /** What a session still has to show on a study day. */
  plan(session: Planned, today: number): DayPlan {
    const { budgetMinutes, custom, newLast } = optionsOf(session);
    // A budget or a choice is its session's; otherwise the same cards are due whichever session asks.
    const own = session.options === null ? '' : session.id;
    const key = `${today}|${session.course_id ?? ''}|${session.lecture_id ?? ''}|${own}`;
    const held = this.#held.get(key)?.plan;
    const budget = budgetMinutes === undefined ? undefined : this.#budget(session, budgetMinutes, today);
    if (held !== undefined && (budget === undefined || !couldHoldMore(held, budget))) return held;
    const store = this.#store;
    const scope = sessionScope(store, session);
    const plan =
      custom === undefined
        ? planDay(store, {
            scope,
            today,
            places: this.places.now,
            raised: readSettings(store)['study.raisedToday'],
            budget,
            newLast,
          })
        : planCustom(store, { custom, scope, today, now: store.clock.now(), session: session.id });
    this.#held.delete(key);
    this.#held.set(key, { plan, session: own === '' ? undefined : own });
    const [oldest] = this.#held.keys();
    if (this.#held.size > heldPlans && oldest !== undefined) this.#held.delete(oldest);
    return plan;
  }

  /** Today's plan of the whole library. */
  planOfToday(today: number): DayPlan {
    return this.plan(everything, today);
  }

  #budget(session: Planned, minutes: number, today: number): { leftMs: number; pace: Pace } {
    const pace = ownPace(this.#store, today);
    const inSteps = inStepsOfScope(this.#store, sessionScope(this.#store, session), today);
    const leftMs = this.budgetLeft(session.id, minutes) - inSteps.count * pace.learningMs;
    return { leftMs: Math.max(0, leftMs), pace };
  }

  /** Milliseconds of study left of a session's minutes; pauses do not count. */
  budgetLeft(session: number, minutes: number): number {
    return Math.max(0, minutes * 60_000 - this.spent(session).ms);
  }

  rendered(card: number): RenderedCardView {
    const held = this.#rendered.get(card) ?? renderCardById(this.#store, card);
    // The card on screen and the one after it.
    if (this.#rendered.size > 1 && !this.#rendered.has(card)) this.#rendered.clear();
    this.#rendered.set(card, held);
    return held;
  }

  /** The card answered last: it does not come straight back while there is another. */
  get last(): number | undefined {
    return this.#last;
  }

  get front(): number | undefined {
    return this.#front;
  }

  /** Answers of a session and the time they took: read once, then counted. */
  spent(session: number): Spent {
    if (this.#spent?.session !== session) {
      const row = this.#store.get(sessionSpent, { session });
      this.#spent = { session, answers: row?.answers ?? 0, ms: row?.ms ?? 0 };
    }
    return this.#spent;
  }

  /**
   * The card was answered: it leaves every plan, and a plan without it, whose limits and siblings the answer counts for,
   * is made anew when it is asked for. Practice concerns its own session only; what was forgotten in it comes again.
   */
  answered(
    card: number,
    session: number,
    answer: { durationMs: number; practice: boolean; forgotten: boolean; wasInSteps: boolean },
  ): void {
    const spent = this.#spent;
    if (spent?.session === session) {
      this.#spent = { session, answers: spent.answers + 1, ms: spent.ms + answer.durationMs };
    }
    this.#last = card;
    // Also where another was answered: its room of the day may be taken then.
    this.#front = undefined;
    for (const [key, { plan, session: of }] of this.#held) {
      if (answer.practice && of !== session) continue;
      // Nearly always the first; never worth an index.
      const position = plan.sequence.findIndex((entry) => entry.card === card);
      const entry = plan.sequence[position];
      if (entry !== undefined) {
        dropFromPlan(plan, position);
        if (!answer.practice || !answer.forgotten) continue;
        plan.sequence.push(entry);
        if (entry.fresh) plan.fresh += 1;
      } else if (!answer.wasInSteps) this.#held.delete(key);
    }
  }
}

/** Faster than their pace: there is time for cards that were cut. */
const couldHoldMore = (
  { sequence, cut }: DayPlan,
  { leftMs, pace }: { leftMs: number; pace: Pace },
): boolean =>
  sequence.length === 0 &&
  ((cut.reviews > 0 && leftMs >= pace.reviewMs) || (cut.fresh > 0 && leftMs >= pace.newMs));
