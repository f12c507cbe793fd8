import type { Jobs } from '../../jobs/jobs.ts';
import { OneAtATime } from '../../jobs/one-at-a-time.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { Analysis } from './analyse.ts';
import { storePatterns } from './patterns.ts';
import { storedBasis, storeModel } from './store-model.ts';

export const analysisJobKind = 'twin.analyse';

export type AnalysesParts = {
  store: Store;
  jobs: Jobs;
  permits: TwinPermits;
  /** Computed away from this thread. */
  analyse(today: number, signal: AbortSignal): Promise<Analysis>;
};

/** So many new answers make an analysis worth its while before its day. */
const manyAnswers = 500;

/** Analyses of the owner's history: one at a time, each a job whose end is one write. */
export class Analyses {
  readonly #parts: AnalysesParts;
  readonly #jobs: OneAtATime;

  constructor(parts: AnalysesParts) {
    this.#parts = parts;
    this.#jobs = new OneAtATime({ ...parts, kind: analysisJobKind });
  }

  /** How much is new since the last analysis: nothing, what a day brings, or as much as an import. */
  get news(): 'none' | 'some' | 'much' {
    const { store, permits } = this.#parts;
    if (!permits.isOn(readSettings(store), 'analysis')) return 'none';
    const answers = answersInAll(store);
    const last = storedBasis(store);
    if (last === undefined) return answers > 0 ? 'much' : 'none';
    const added = Math.abs(answers - last.allAnswers);
    const { studyDay } = localMoment(store.clock.now(), store.clock, readSettings(store));
    if (added >= manyAnswers) return 'much';
    return added > 0 && last.studyDay !== studyDay ? 'some' : 'none';
  }

  /** Starts an analysis and returns its job; the one under way instead of a second. Throws `forbidden`. */
  async start(): Promise<string> {
    const { store, analyse, permits } = this.#parts;
    permits.demand('analysis');
    return this.#jobs.start(async (progress, signal) => {
      const allAnswers = answersInAll(store);
      progress('analyse', 0, 1);
      const settings = readSettings(store);
      if (!permits.isOn(settings, 'analysis')) return { answers: 0 };
      const { studyDay } = localMoment(store.clock.now(), store.clock, settings);
      const { model, known, found, reassessed } = await analyse(studyDay, signal);
      signal.throwIfAborted();
      const keep = (tx: WriteTransaction): void => {
        if (!permits.isOn(readSettings(tx), 'analysis')) return;
        storeModel(tx, store.clock, model, allAnswers);
        storePatterns(tx, store, known, found, reassessed);
      };
      await store.write('twin.analyse', keep, { noUndo: true });
      progress('analyse', 1, 1);
      return { answers: model.history.answers };
    });
  }
}
