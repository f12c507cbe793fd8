import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import type { leechesContract } from './contract.ts';
import { leechReasons } from './leech-reasons.ts';
import { listLeeches } from './list-leeches.ts';
import { splitLeech } from './split-leech.ts';

export const leechesService = (store: Store): Handlers<typeof leechesContract> => ({
  'leeches.list': (input) => listLeeches(store, input),
  'leeches.reasons': ({ card }) => leechReasons(store, card),
  'leeches.split': (input) => splitLeech(store, input),
});
