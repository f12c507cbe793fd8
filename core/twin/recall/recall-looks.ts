import type { Jobs } from '../../jobs/jobs.ts';
import { OneAtATime } from '../../jobs/one-at-a-time.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { CardRecall, FoundRecall, RecallInput, RecallMoment } from './compute-recall.ts';
import { RECALL_ANSWERS_NEEDED } from './contract.ts';
import { keepRecall, keptFit, keptRisk } from './kept-recall.ts';

export const recallJobKind = 'twin.recall';
/** So many new answers may change what was learnt. */
const NEW_ANSWERS_TO_FIT = 1000;

export type RecallParts = {
  store: Store;
  jobs: Jobs;
  permits: TwinPermits;
  /** Computed away from this thread. */
  look(input: RecallInput, signal: AbortSignal): Promise<FoundRecall>;
  ofCard(input: RecallMoment & { card: number }): Promise<CardRecall | null>;
};

/** Fits of the model of recall and the daily look with it: one at a time, each a job whose end is one write. */
export class RecallLooks {
  readonly #parts: RecallParts;
  readonly #jobs: OneAtATime;

  constructor(parts: RecallParts) {
    this.#parts = parts;
    this.#jobs = new OneAtATime({ ...parts, kind: recallJobKind });
  }

  get #moment(): RecallMoment {
    const { store } = this.#parts;
    const now = store.clock.now();
    return { now, today: localMoment(now, store.clock, readSettings(store)).studyDay };
  }

  /** A fit: there are enough answers, and many that the last one did not see. A look: there is a model, and a new day. */
  get due(): 'nothing' | 'look' | 'fit' {
    const { store, permits } = this.#parts;
    if (!permits.isOn(readSettings(store), 'predictions')) return 'nothing';
    const answers = answersInAll(store);
    if (answers < RECALL_ANSWERS_NEEDED) return 'nothing';
    const fit = keptFit(store);
    // Fewer than before: an import was taken back.
    if (fit === undefined || Math.abs(answers - fit.allAnswers) >= NEW_ANSWERS_TO_FIT) return 'fit';
    return fit.judgement?.accepted === true && keptRisk(store)?.studyDay !== this.#moment.today
      ? 'look'
      : 'nothing';
  }

  /** Starts a look, with a fit where that is asked for, and returns its job; the one under way instead of a second. Throws `forbidden`. */
  async start(fits: boolean): Promise<string> {
    const { store, look, permits } = this.#parts;
    permits.demand('predictions');
    return this.#jobs.start(async (progress, signal) => {
      progress('recall', 0, 1);
      const found = await look({ ...this.#moment, fits }, signal);
      signal.throwIfAborted();
      // Switched off meanwhile: nothing of it is kept.
      if (permits.isOn(readSettings(store), 'predictions'))
        await store.write('twin.recall', (tx) => keepRecall(tx, store.clock, found), { noUndo: true });
      progress('recall', 1, 1);
      return { atRisk: found.risk.cards.length, accepted: found.fit?.judgement?.accepted ?? null };
    });
  }

  ofCard(card: number): Promise<CardRecall | null> {
    return this.#parts.ofCard({ ...this.#moment, card });
  }
}
