import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import type { eventsContract } from './contract.ts';
import { eventsOf } from './read-events.ts';

export const eventsService = (store: Store): Handlers<typeof eventsContract> => ({
  'twin.events': ({ type, before, limit }) =>
    store.snapshot(() => ({
      events: eventsOf(store, { type, before: before ?? Number.MAX_SAFE_INTEGER, limit }),
    })),
});
