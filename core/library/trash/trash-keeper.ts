import type { Jobs } from '../../jobs/jobs.ts';
import type { Store } from '../../store/store.ts';
import { eraseTrash, isTrashRipe } from './erase-trash.ts';
import { trashDays } from './trash-rows.ts';

const firstMs = 120_000;
const everyMs = 6 * 3_600_000;

/** Erases what has lain in the trash for 30 days, while the program is open. */
export class TrashKeeper {
  readonly #store: Store;
  readonly #jobs: Jobs;
  readonly #onUnexpected: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, jobs: Jobs, onUnexpected: (error: unknown) => void) {
    this.#store = store;
    this.#jobs = jobs;
    this.#onUnexpected = onUnexpected;
  }

  start(waitMs = firstMs): void {
    this.#timer = setTimeout(() => {
      this.look()
        .catch((error: unknown) => this.#onUnexpected(error))
        .finally(() => this.start(everyMs));
    }, waitMs);
    this.#timer.unref();
  }

  /** Starts the job when there is something to do, and resolves with it. */
  async look(): Promise<string | undefined> {
    if (!isTrashRipe(this.#store)) return undefined;
    // What can be undone goes first: no command may bring back what is erased.
    await this.#store.pruneUndo();
    const before = this.#store.clock.now() - trashDays * 86_400_000;
    return this.#jobs.start('trash.erase', (progress, signal) =>
      eraseTrash(this.#store, before, false, progress, signal),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
