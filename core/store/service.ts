import { statSync } from 'node:fs';
import type { Jobs } from '../jobs/jobs.ts';
import type { Changes } from '../rpc/changes.ts';
import type { Handlers } from '../rpc/compose.ts';
import { RpcError } from '../rpc/errors.ts';
import { changeStream } from './change-stream.ts';
import type { storeContract } from './contract.ts';
import { schemaVersion } from './migrations/index.ts';
import type { StoreReader } from './reader.ts';
import { rebuild } from './rebuild.ts';
import { statement } from './statements.ts';
import type { Store } from './store.ts';
import { undoState } from './undo.ts';
import type { VerifyReport } from './verify.ts';

type Totals = {
  created_at: number;
  courses: number;
  notes: number;
  cards: number;
  reviews: number;
  blob_bytes: number;
};
// The trash is small: everything less what lies in it is counted from indexes alone.
const totals = statement<Record<string, never>, Totals>(
  'store.totals',
  `SELECT (SELECT created_at FROM store_meta) AS created_at,
     (SELECT count(*) FROM courses WHERE deleted_at IS NULL) AS courses,
     (SELECT count(*) FROM notes) - (SELECT count(*) FROM notes WHERE deleted_at IS NOT NULL) AS notes,
     (SELECT count(*) FROM cards) - (SELECT count(*) FROM cards WHERE deleted_at IS NOT NULL) AS cards,
     (SELECT coalesce(sum(answers), 0) FROM daily_rollups) AS reviews,
     (SELECT coalesce(sum(size_bytes), 0) FROM blobs) AS blob_bytes`,
);

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const info = (reader: StoreReader, store: Store) => {
  const found = reader.get(totals, {});
  if (found === undefined) throw new RpcError('damaged', {});
  return {
    profileFolder: store.profile.folder,
    fileBytes: sizeOf(store.profile.store) + sizeOf(`${store.profile.store}-wal`),
    blobBytes: found.blob_bytes,
    schemaVersion,
    createdAt: found.created_at,
    courses: found.courses,
    notes: found.notes,
    cards: found.cards,
    reviews: found.reviews,
  };
};

/** Verifies the store away from the thread that answers. Rejects with the signal's reason when it is aborted. */
export type CheckStore = (
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<VerifyReport>;

export type StoreServiceParts = {
  store: Store;
  jobs: Jobs;
  /** Turns changes into the names of queries; the composition knows the whole contract. */
  stale(changes: Changes): string[];
  check: CheckStore;
};

export const storeService = ({
  store,
  jobs,
  stale,
  check,
}: StoreServiceParts): Handlers<typeof storeContract> => ({
  'store.changes': ({ after }, { signal }) => changeStream(store.feed, stale, after, signal),
  'store.undo': async ({ entry }) => {
    const { output, changes } = await store.stepHistory('undo', entry);
    return { output: { entry: output }, changes };
  },
  'store.redo': async ({ entry }) => {
    const { output, changes } = await store.stepHistory('redo', entry);
    return { output: { entry: output }, changes };
  },
  'store.undoState': () => undoState(store),
  'store.info': () => info(store, store),
  'store.check': async () => {
    const job = await jobs.start('store.check', async (progress, signal) => {
      const report = await check((done, total) => progress('check', done, total), signal);
      return { ...report, rows: { ...report.rows } };
    });
    return { output: { job }, changes: ['jobs'] };
  },
  'store.rebuild': async () => {
    const job = await jobs.start('store.rebuild', (progress, signal) => rebuild(store, progress, signal));
    return { output: { job }, changes: ['jobs'] };
  },
});
