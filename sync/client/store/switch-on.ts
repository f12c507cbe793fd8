import type { Store } from '#core/store/store.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { SyncKeys } from './sync-keys.ts';
import { beginSync, SyncStore } from './sync-store.ts';

/**
 * Switches sync on in an open store: what is there is counted, and every write is recorded from the same transaction on.
 * Nothing is sent by it.
 */
export async function switchOn(store: Store, keys: SyncKeys): Promise<SyncStore> {
  const { connection: db, clock, ids } = store;
  const { output } = await store.write(
    'sync.switchOn',
    () => {
      beginSync(db, { account: keys.account, now: clock.now(), dev: uidToHex(ids.uid()) });
      const sync = new SyncStore({ db, clock, ids, derivations: store.derivations, keys });
      sync.digests.begin();
      return sync;
    },
    { noUndo: true },
  );
  store.plugSink(output);
  return output;
}
