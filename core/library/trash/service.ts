import type { Jobs } from '../../jobs/jobs.ts';
import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import type { trashContract } from './contract.ts';
import { eraseTrash } from './erase-trash.ts';
import { restoreTrash } from './restore-trash.ts';

export type TrashParts = {
  store: Store;
  jobs: Jobs;
  /** A worker's: a large course in the trash is read whole. */
  list(now: number, signal: AbortSignal): Promise<OutputOf<typeof trashContract, 'trash.list'>>;
};

export const trashService = ({ store, jobs, list }: TrashParts): Handlers<typeof trashContract> => ({
  'trash.list': (_input, { signal }) => list(store.clock.now(), signal),
  'trash.restore': ({ items }) => restoreTrash(store, items),
  'trash.empty': async () => {
    const before = store.clock.now();
    const job = await jobs.start('trash.empty', (progress, signal) =>
      eraseTrash(store, before, true, progress, signal),
    );
    return { output: { job }, changes: ['jobs'] };
  },
});
