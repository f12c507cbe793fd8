import type { Database } from 'better-sqlite3';
import type { Clock, IdSource } from '#core/store/clock.ts';
import type { Derivations } from '#core/store/derivations.ts';
import type { SyncKeys } from './sync-keys.ts';
import { SyncStore } from './sync-store.ts';

/** Nothing is sealed or opened with these: for who only records. */
const noKeys = (account: string): SyncKeys => ({
  account,
  keyOf: () => undefined,
  blobKey: () => {
    throw new Error('who records has no keys');
  },
});

/**
 * Records what a connection writes, where sync is on in its file: every connection that writes has one, whether anything
 * is sent from here or not.
 */
export function recorderOf(parts: {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly derivations: Derivations;
}): SyncStore {
  const { account } = parts.db.prepare('SELECT account FROM sync_state WHERE id = 1').get() as {
    account: string;
  };
  return new SyncStore({ ...parts, keys: noKeys(account) });
}
