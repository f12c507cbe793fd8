import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../store.ts';
import type { historyContract } from './contract.ts';
import { listHistory, type HistoryParts } from './list-history.ts';

export const historyService = (store: Store, parts: HistoryParts): Handlers<typeof historyContract> => ({
  'history.list': (input) => listHistory(store, input, parts),
  'history.move': async ({ direction, entry, from }) => {
    const { output, changes } = await store.moveHistory(direction, entry, from);
    return { output: { steps: output }, changes };
  },
});
