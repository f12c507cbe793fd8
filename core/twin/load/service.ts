import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { endBreak, postponeBreak, skipBreak, takeBreak } from './breaks.ts';
import type { loadContract } from './contract.ts';
import { LiveLoad } from './live-load.ts';
import { loadNow } from './load-now.ts';
import { loadTimeline } from './load-timeline.ts';

export const loadService = (store: Store, permits: TwinPermits): Handlers<typeof loadContract> => {
  const live = new LiveLoad(store, permits);
  return {
    'twin.load': () => loadNow(store, live),
    'twin.takeBreak': ({ session }) => takeBreak(store, live, session),
    'twin.endBreak': ({ session }) => endBreak(store, live, session),
    'twin.postponeBreak': ({ session }) => postponeBreak(store, live, session),
    'twin.skipBreak': ({ session }) => skipBreak(store, live, session),
    'twin.loadTimeline': (input) => loadTimeline(store, live, input),
  };
};
