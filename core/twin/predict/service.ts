import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { HEADS_UP_AT_MOST, LABELS_NEEDED, type predictContract } from './contract.ts';
import { judgePrediction } from './judge-prediction.ts';
import { modelFacts, predictorName } from './model-in-force.ts';
import type { Predictions } from './predictions.ts';
import { lastStanding } from './store-predictions.ts';
import { lastPredicted } from './stored-predictions.ts';
import { endedViews, standingViews } from './views.ts';

type Health = OutputOf<typeof predictContract, 'twin.health'>;

const todayOf = (store: Store): number =>
  localMoment(store.clock.now(), store.clock, readSettings(store)).studyDay;

export const predictService = (
  store: Store,
  predictions: Predictions,
  permits: TwinPermits,
): Handlers<typeof predictContract> => {
  const isOn = (): boolean => permits.isOn(readSettings(store), 'predictions');
  return {
    'twin.predictions': ({ state, limit }) => {
      if (!isOn()) return { isOn: false, predictedAt: null, total: 0, predictions: [] };
      return {
        isOn: true,
        // What stands is gone after a rebuild, what was kept is not.
        predictedAt: lastStanding(store)?.computedAt ?? lastPredicted(store),
        ...(state === 'standing' ? standingViews(store, todayOf(store), limit) : endedViews(store, limit)),
      };
    },
    'twin.headsUp': () => ({
      predictions: isOn()
        ? standingViews(store, todayOf(store), HEADS_UP_AT_MOST * 10)
            .predictions.filter(({ band, verdict }) => band !== 'LOW' && verdict === null)
            .slice(0, HEADS_UP_AT_MOST)
        : [],
    }),
    'twin.judgePrediction': (input) => {
      permits.demand('predictions');
      return judgePrediction(store, input);
    },
    'twin.generatePredictions': async ({ days }) => ({
      output: { job: await predictions.start({ days }) },
      changes: ['jobs'],
    }),
    'twin.retrain': async () => ({
      output: { job: await predictions.start({ trains: true }) },
      changes: ['jobs'],
    }),
    'twin.health': () => healthOf(store, isOn()),
  };
};

const healthOf = async (store: Store, isOn: boolean): Promise<Health> => {
  const { skillOf } = await import('../scorecard/score-of.ts');
  const facts = modelFacts(store);
  const none = { candidate: null, forecast: null, baseRate: null, rules: null, old: null };
  return {
    isOn,
    model: predictorName(facts?.kind ?? 'rules'),
    modelVersion: facts?.version ?? 'rules',
    trainedAt: facts?.trainedAt ?? null,
    labels: facts?.labels ?? 0,
    neededLabels: LABELS_NEEDED,
    struggled: facts?.struggled ?? 0,
    judged: facts?.judged ?? 0,
    brier: facts?.brier ?? none,
    accepted: facts?.accepted ?? null,
    predictedAt: lastStanding(store)?.computedAt ?? null,
    predicted: standingViews(store, todayOf(store), 0).total,
    skill: skillOf(store),
  };
};
