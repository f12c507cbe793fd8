import type { Jobs } from '../../jobs/jobs.ts';
import { OneAtATime } from '../../jobs/one-at-a-time.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { ComputedPredictions, PredictionInput } from './compute-predictions.ts';
import { modelFacts, modelInForce } from './model-in-force.ts';
import { lastStanding, storePredictions } from './store-predictions.ts';
import { WEEK_DAYS } from './weeks.ts';

export const predictionJobKind = 'twin.predict';

export type PredictionsParts = {
  store: Store;
  jobs: Jobs;
  permits: TwinPermits;
  /** Computed away from this thread. */
  predict(input: PredictionInput, signal: AbortSignal): Promise<ComputedPredictions>;
  /** The machine is at leisure; left out, it always is. Who asks for a training gets it. */
  mayTrain?: () => boolean;
};

/** The same history and day give the same forest. */
const SEED = 1;
const DAY_MS = 86_400_000;
/** An import of history brings as many at once. */
const NEW_ANSWERS = 1000;

const anyObjective = statement<Record<string, never>, { id: number }>(
  'twin.anyObjective',
  'SELECT id FROM learning_objectives WHERE deleted_at IS NULL LIMIT 1',
);

const lastLoad = statement<{ since: number }, { score: number }>(
  'twin.lastLoad',
  'SELECT score FROM cognitive_load_metrics WHERE at >= @since ORDER BY at DESC LIMIT 1',
);
const LOAD_STANDS_MS = 3_600_000;

/** Index of load, 0 to 1, as it was written down within the hour; null: nobody studied. */
const loadOf = (store: Store, now: number): number | null => {
  const last = store.get(lastLoad, { since: now - LOAD_STANDS_MS });
  return last === undefined ? null : last.score / 100;
};

/** Predictions: one at a time, each a job whose end is one write. */
export class Predictions {
  readonly #parts: PredictionsParts;
  readonly #jobs: OneAtATime;

  constructor(parts: PredictionsParts) {
    this.#parts = parts;
    this.#jobs = new OneAtATime({ ...parts, kind: predictionJobKind });
  }

  /** Today, where nothing was predicted yet; `isFirst`: nor ever. */
  get due(): { studyDay: number; isFirst: boolean } | null {
    const { store, permits } = this.#parts;
    const settings = readSettings(store);
    if (!permits.isOn(settings, 'predictions') || store.get(anyObjective, {}) === undefined) return null;
    const { studyDay } = localMoment(store.clock.now(), store.clock, settings);
    const last = lastStanding(store)?.studyDay;
    return last === studyDay ? null : { studyDay, isFirst: last === undefined };
  }

  /** A week or 1,000 answers have passed since the last training, or there was none. Too few labels leave the rules. */
  get #isTrainingDue(): boolean {
    const { store } = this.#parts;
    const facts = modelFacts(store);
    return (
      facts === null ||
      store.clock.now() - facts.trainedAt >= WEEK_DAYS * DAY_MS ||
      // The clock stood in the future then.
      store.clock.now() < facts.trainedAt ||
      answersInAll(store) - facts.answers >= NEW_ANSWERS
    );
  }

  /**
   * Starts a prediction and returns its job; the one under way instead of a second.
   * Throws `forbidden`.
   * @param trains whatever the last training's age
   */
  async start({
    days = WEEK_DAYS,
    trains = false,
  }: { days?: number; trains?: boolean } = {}): Promise<string> {
    const { store, predict, mayTrain, permits } = this.#parts;
    permits.demand('predictions');
    return this.#jobs.start(async (progress, signal) => {
      const look = async (isFirstTry: boolean): Promise<ComputedPredictions> => {
        const settings = readSettings(store);
        const now = store.clock.now();
        const { studyDay } = localMoment(now, store.clock, settings);
        const kept = modelInForce(store);
        const found = await predict(
          {
            asOf: now,
            today: studyDay,
            days,
            zone: store.clock.zone(),
            rolloverHour: settings['study.rolloverHour'],
            load: loadOf(store, now),
            trains: trains || ((kept === null || this.#isTrainingDue) && mayTrain?.() !== false),
            inForce: kept?.model ?? null,
            seed: SEED,
          },
          signal,
        );
        signal.throwIfAborted();
        const keep = (tx: WriteTransaction): boolean => {
          const current = readSettings(tx);
          // A day began meanwhile, and what was found is of the one before: begun again, once, for it is quick.
          if (isFirstTry && localMoment(tx.now, store.clock, current).studyDay !== studyDay) return false;
          // The owner may have asked not to be looked at meanwhile.
          if (permits.isOn(current, 'predictions')) storePredictions(tx, store.clock, found);
          return true;
        };
        const { output: isKept } = await store.write('twin.predict', keep, { noUndo: true });
        return isKept ? found : look(false);
      };
      progress('predict', 0, 1);
      const found = await look(true);
      progress('predict', 1, 1);
      return { predictions: found.predictions.length };
    });
  }
}
