import { closeBase } from './derivation-bases.ts';
import { enqueueKeys } from './derivations.ts';
import type { Store } from './store.ts';

/**
 * Drops every derived row and computes it again. Clearing and enqueuing is one transaction; the rows follow in
 * slices, so that answers go on. A crash in between leaves keys waiting, not rows missing for good.
 */
export const rebuild = async (
  store: Store,
  onProgress: (step: string, done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<{ rows: number }> => {
  let total = 0;
  for (const derivation of store.derivations.whole) {
    signal?.throwIfAborted();
    await store.write(
      'store.rebuild',
      (tx) => {
        derivation.rebuild(tx);
        tx.changed(derivation.name);
      },
      { noUndo: true },
    );
  }
  for (const derivation of store.derivations.keyed) {
    signal?.throwIfAborted();
    const keys = store.all(derivation.keys, {}).map((row) => row.key);
    await store.write(
      'store.rebuild',
      (tx) => {
        derivation.clear(tx);
        enqueueKeys(tx, derivation.name, keys);
        closeBase(tx, derivation);
        tx.changed(derivation.name);
      },
      { noUndo: true },
    );
    total += keys.length;
  }
  await store.settle((left) => onProgress('derivations', total - left, total), signal);
  return { rows: total };
};
