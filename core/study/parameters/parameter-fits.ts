import { DataError } from '#ml/data/data-error.ts';
import type { MemoryFits } from '#ml/memory/fit-parameters.ts';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import type { JobProgress, Jobs } from '../../jobs/jobs.ts';
import { RpcError, type JsonValue } from '../../rpc/errors.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { fitGate } from './fit-gate.ts';
import { newestAcceptedFit } from './fit-rows.ts';
import { newestModel, standardModel } from './model-in-force.ts';
import { storeFits, storeTooFew } from './store-fits.ts';

export const fitJobKind = 'parameters.fit';

export type FitParts = {
  store: Store;
  jobs: Jobs;
  /** Reads the log away from this thread. */
  columns(signal: AbortSignal): Promise<TimedReviews>;
  /** Fits away from this thread. */
  fit(
    input: { current: readonly number[]; reviews: TimedReviews; seenUntil: number | null },
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<MemoryFits>;
};

/** Fits of the owner's memory parameters: one at a time, one a day, each a job whose end is one write. */
export class ParameterFits {
  readonly #parts: FitParts;
  #running: string | undefined;
  #isStarting = false;

  constructor(parts: FitParts) {
    this.#parts = parts;
  }

  /** The job of the fit under way. */
  get running(): string | undefined {
    return this.#running;
  }

  /** Whether the background should ask for a fit: enough is new, today had none, and the owner wants fits. */
  get isDue(): boolean {
    const { store, jobs } = this.#parts;
    const settings = readSettings(store);
    const dayOf = (at: number): number => localMoment(at, store.clock, settings).studyDay;
    const today = dayOf(store.clock.now());
    const { answers, nextAt, fittedToday } = fitGate(store, today);
    if (settings['study.memoryModel'] === 'default' || fittedToday || answers < nextAt) return false;
    // One that broke off today is not tried again before tomorrow: it might take the program with it each time.
    return !jobs.list().some((job) => job.kind === fitJobKind && dayOf(job.startedAt) === today);
  }

  /**
   * Starts a fit and returns its job.
   * @throws RpcError `conflict` where one is under way, today has its own, or there are too few answers
   */
  async start(): Promise<string> {
    const { store, jobs } = this.#parts;
    const { studyDay } = localMoment(store.clock.now(), store.clock, readSettings(store));
    const { answers, possibleAt, fittedToday } = fitGate(store, studyDay);
    if (this.#running !== undefined || this.#isStarting)
      throw new RpcError('conflict', { job: this.#running ?? '' });
    if (fittedToday) throw new RpcError('conflict', { studyDay });
    if (answers < possibleAt) throw new RpcError('conflict', { answers, possibleAt });
    this.#isStarting = true;
    try {
      const job = await jobs.start(fitJobKind, (progress, signal) => this.#work(answers, progress, signal));
      this.#running = job;
      void jobs.ended(job).then(() => {
        this.#running = undefined;
        // The end of the job was announced before it was forgotten here.
        store.feed.publish(['jobs']);
      });
      return job;
    } finally {
      this.#isStarting = false;
    }
  }

  async #work(answersSeen: number, progress: JobProgress, signal: AbortSignal): Promise<JsonValue> {
    const { store, columns, fit } = this.#parts;
    progress('read', 0, 0);
    const reviews = await columns(signal);
    const total = reviews.days.length;
    const current = newestModel(store, 'fsrs6') ?? standardModel;
    const before = { answersSeen, weights: current.weights };
    const seenUntil = newestAcceptedFit(store, 'fsrs6')?.trained_until ?? null;
    try {
      const input = { current: current.weights, reviews, seenUntil };
      const fits = await fit(input, (done, of) => progress('fit', done, of), signal);
      signal.throwIfAborted();
      await store.write('parameters.fit', (tx) => storeFits(tx, store.clock, fits, before), { noUndo: true });
      return { accepted: fits.plain.accepted, timeGraded: fits.timeGraded.accepted };
    } catch (error) {
      if (!(error instanceof DataError) || error.problem !== 'too_few') throw error;
      await store.write('parameters.fit', (tx) => storeTooFew(tx, store.clock, total, before), {
        noUndo: true,
      });
      return { accepted: false, timeGraded: false };
    }
  }
}
