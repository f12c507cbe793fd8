import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import { limitsLeft } from './day-limits.ts';
import type { ResolvedScope } from '../library/scope.ts';
import { planDay, type DayPlan } from './study-queue.ts';

/** Changes after which a plan made before may name cards that are gone, or miss some. An answer is not among them. */
const invalidating = new Set(['cards', 'lectures', 'courses', 'settings', 'log_undos', 'schedule_changes', 'card_baselines', 'stale_derivations']);

type Held = { key: string; plan: DayPlan };

/**
 * The plan of the day for the session under way, made once and then shortened answer by answer; it holds no fact.
 * Anything that could change what is due makes it anew.
 */
export class StudyQueues {
  readonly #store: Store;
  #held: Held | undefined;
  /** The card whose answer was just undone: it comes back first. */
  #front: number | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.feed.subscribe((changes) => {
      if (changes.some((kind) => invalidating.has(kind))) this.#held = undefined;
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

  get front(): number | undefined {
    return this.#front;
  }

  /** The card was answered: it leaves the plan. */
  answered(card: number): void {
    if (this.#front === card) this.#front = undefined;
    const sequence = this.#held?.plan.sequence;
    if (sequence === undefined) return;
    // Nearly always the first; never worth an index.
    const position = sequence.findIndex((entry) => entry.card === card);
    if (position >= 0) sequence.splice(position, 1);
  }
}
