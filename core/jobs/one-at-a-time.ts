import type { Store } from '../store/store.ts';
import type { Jobs, JobWork } from './jobs.ts';

/** Jobs of one kind, of which only one is ever under way. */
export class OneAtATime {
  readonly #store: Store;
  readonly #jobs: Jobs;
  readonly #kind: string;
  #running: Promise<string> | undefined;

  constructor({ store, jobs, kind }: { store: Store; jobs: Jobs; kind: string }) {
    this.#store = store;
    this.#jobs = jobs;
    this.#kind = kind;
  }

  /** Starts work and returns its job; the one under way instead of a second. */
  start(work: JobWork): Promise<string> {
    this.#running ??= this.#begin(work);
    return this.#running;
  }

  async #begin(work: JobWork): Promise<string> {
    try {
      const job = await this.#jobs.start(this.#kind, work);
      void this.#jobs.ended(job).then(() => {
        this.#running = undefined;
        // The end of the job was announced before it was forgotten here.
        this.#store.feed.publish(['jobs']);
      });
      return job;
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }
}
