import { renderCardById, type RenderedCardView } from '../library/render-card-by-id.ts';
import { readSettings } from '../settings/read-settings.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { answerCapMs } from './rollup-day.ts';
import { limitsLeft } from './day-limits.ts';
import type { ResolvedScope } from '../library/scope.ts';
import { PlacesInForce } from './presets/places.ts';
import { dropFromPlan, planDay, type DayPlan } from './study-queue.ts';

/** Changes after which a plan made before may name cards that are gone, or miss some. An answer is not among them. */
const invalidating = new Set([
  'cards',
  'lectures',
  'courses',
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
type Held = { key: string; plan: DayPlan };

/** Changes that an answer makes; none of them is on a card's face. */
const facelessChanges = new Set([
  'reviews',
  'card_states',
  'daily_rollups',
  'undo_log',
  'study_sessions',
  'session_pauses',
]);

/**
 * The plan of the day for the session under way, made once and then shortened answer by answer; it holds no fact.
 * Anything that could change what is due makes it anew.
 */
export class StudyQueues {
  readonly places: PlacesInForce;
  readonly #store: Store;
  #held: Held | undefined;
  #spent: Spent | undefined;
  /** The next card is rendered with the one before it, for its media: kept until its turn. */
  readonly #rendered = new Map<number, RenderedCardView>();
  #last: number | undefined;
  /** The card whose answer was just undone: it comes back first. */
  #front: number | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.places = new PlacesInForce(store);
    store.feed.subscribe((changes) => {
      if (!changes.every((kind) => facelessChanges.has(kind))) this.#rendered.clear();
      if (!changes.some((kind) => invalidating.has(kind))) return;
      this.#held = undefined;
      this.#spent = undefined;
    });
    store.hooks.on('log.toggled', (_tx, event) => {
      if (event.table === 'reviews') this.#front = event.undone ? event.owner : undefined;
    });
  }

  plan(scope: ResolvedScope, today: number): DayPlan {
    const key = `${today}|${scope.courseId ?? ''}|${scope.lectureId ?? ''}`;
    if (this.#held?.key !== key) {
      const limits = limitsLeft(this.#store, readSettings(this.#store), today);
      this.#held = { key, plan: planDay(this.#store, scope, today, limits) };
    }
    return this.#held.plan;
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

  /** The card was answered: it leaves the plan. */
  answered(card: number, session: number, durationMs: number): void {
    const spent = this.#spent;
    if (spent?.session === session) {
      this.#spent = { session, answers: spent.answers + 1, ms: spent.ms + Math.min(durationMs, answerCapMs) };
    }
    this.#last = card;
    if (this.#front === card) this.#front = undefined;
    const plan = this.#held?.plan;
    // Nearly always the first; never worth an index.
    const position = plan?.sequence.findIndex((entry) => entry.card === card) ?? -1;
    if (plan !== undefined && position >= 0) dropFromPlan(plan, position);
  }
}
