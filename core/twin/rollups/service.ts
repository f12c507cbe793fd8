import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import type { activityContract } from './contract.ts';
import { readActivity } from './read-activity.ts';

export const activityService = (store: Store): Handlers<typeof activityContract> => ({
  'twin.activity': ({ year }) => readActivity(store, year),
});
