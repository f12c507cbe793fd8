import { closeBase } from './derivation-bases.ts';
import { enqueueKeys } from './derivations.ts';
import { statement } from './statements.ts';
import type { Store } from './store.ts';

const waitingWhole = statement<Record<string, never>, { derivation: string }>(
  'store.waitingWhole',
  'SELECT DISTINCT derivation FROM stale_derivations',
);
const dropWaiting = statement<{ derivation: string }>(
  'store.dropWaiting',
  'DELETE FROM stale_derivations WHERE derivation = @derivation',
);

/** Counts afresh what a store that was made anew says is not counted: derivations of one pass have no keys of their own. */
export const rebuildWaiting = async (store: Store): Promise<void> => {
  const keyed = new Set(store.derivations.keyed.map(({ name }) => name));
  for (const { derivation: name } of store.all(waitingWhole, {})) {
    if (keyed.has(name)) continue;
    await store.write(
      'store.rebuildWaiting',
      (tx) => {
        store.derivations.whole.find((derivation) => derivation.name === name)?.rebuild(tx);
        tx.run(dropWaiting, { derivation: name });
        tx.changed(name);
      },
      { noUndo: true },
    );
  }
};

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
