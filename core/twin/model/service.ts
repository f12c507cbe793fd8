import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { Analyses } from './analyses.ts';
import type { learnerModelContract } from './contract.ts';
import type { LearnerModel } from './analyse.ts';
import { patternTimeline } from './pattern-timeline.ts';
import { livePatterns } from './patterns.ts';
import { storedComponent, type Component } from './store-model.ts';

export const learnerModelService = (
  store: Store,
  analyses: Analyses,
  permits: TwinPermits,
): Handlers<typeof learnerModelContract> => {
  const isOn = (): boolean => permits.isOn(readSettings(store), 'analysis');
  /** What was found before it was turned off is kept, and not shown. */
  const shown: Shown = (component) => (isOn() ? storedComponent(store, component) : undefined);
  return {
    'twin.history': () => {
      const stored = shown('history');
      return { computedAt: stored?.computedAt ?? null, history: stored?.estimate ?? null };
    },
    'twin.rhythm': () => rhythmView(shown),
    'twin.memory': () => {
      const stored = shown('memory');
      return stored === undefined ? null : { computedAt: stored.computedAt, memory: stored.estimate };
    },
    'twin.patterns': () => ({ patterns: isOn() ? livePatterns(store) : [] }),
    'twin.patternTimeline': () => (isOn() ? patternTimeline(store) : { patterns: [] }),
    'twin.analyse': async () => ({ output: { job: await analyses.start() }, changes: ['jobs'] }),
  };
};

type Shown = <C extends Component>(
  component: C,
) => { computedAt: number; estimate: LearnerModel[C] } | undefined;

/** All of one analysis, or nothing: its components are written together. */
const rhythmView = (shown: Shown): OutputOf<typeof learnerModelContract, 'twin.rhythm'> => {
  const history = shown('history');
  const rhythm = shown('rhythm');
  const stamina = shown('stamina');
  const formats = shown('formats');
  const pace = shown('pace');
  const habits = shown('habits');
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
