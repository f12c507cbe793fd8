import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import type { Analyses } from './analyses.ts';
import type { learnerModelContract } from './contract.ts';
import { storedComponent } from './store-model.ts';

export const learnerModelService = (
  store: Store,
  analyses: Analyses,
): Handlers<typeof learnerModelContract> => ({
  'twin.history': () => {
    const stored = storedComponent(store, 'history');
    return { computedAt: stored?.computedAt ?? null, history: stored?.estimate ?? null };
  },
  'twin.analyse': async () => ({ output: { job: await analyses.start() }, changes: ['jobs'] }),
});
