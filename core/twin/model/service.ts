import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import type { Analyses } from './analyses.ts';
import type { learnerModelContract } from './contract.ts';
import { patternTimeline } from './pattern-timeline.ts';
import { livePatterns } from './patterns.ts';
import { storedComponent } from './store-model.ts';

export const learnerModelService = (
  store: Store,
  analyses: Analyses,
): Handlers<typeof learnerModelContract> => ({
  'twin.history': () => {
    const stored = storedComponent(store, 'history');
    return { computedAt: stored?.computedAt ?? null, history: stored?.estimate ?? null };
  },
  'twin.rhythm': () => rhythmView(store),
  'twin.memory': () => {
    const stored = storedComponent(store, 'memory');
    return stored === undefined ? null : { computedAt: stored.computedAt, memory: stored.estimate };
  },
  'twin.patterns': () => ({ patterns: livePatterns(store) }),
  'twin.patternTimeline': () => patternTimeline(store),
  'twin.analyse': async () => ({ output: { job: await analyses.start() }, changes: ['jobs'] }),
});

/** All of one analysis, or nothing: its components are written together. */
const rhythmView = (store: Store): OutputOf<typeof learnerModelContract, 'twin.rhythm'> => {
  const history = storedComponent(store, 'history');
  const rhythm = storedComponent(store, 'rhythm');
  const stamina = storedComponent(store, 'stamina');
  const formats = storedComponent(store, 'formats');
  const pace = storedComponent(store, 'pace');
  const habits = storedComponent(store, 'habits');
  if (!history || !rhythm || !stamina || !formats || !pace || !habits) return null;
  return {
    computedAt: history.computedAt,
    history: history.estimate,
    rhythm: rhythm.estimate,
    stamina: stamina.estimate,
    formats: formats.estimate,
    pace: pace.estimate,
    habits: habits.estimate,
  };
};
