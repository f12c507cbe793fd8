import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import type { ForestFacts, ModelFormat } from './contract.ts';
import { convertModel, type ModelPool } from './convert-model.ts';
import { insertModel, listModels, type Model } from './model-rows.ts';

/** More than these are kept by nobody: the next one waits until one was removed. */
const mostModels = 100;

/**
 * Keeps the forest of a file, under a name. Throws `invalid` where the file is no such model, `too_large`, `conflict`
 * where there are too many already.
 */
export const importModel = async (
  { store, pool }: { store: Store; pool: ModelPool },
  { bytes, format, name }: { bytes: Uint8Array; format: ModelFormat; name: string },
  signal: AbortSignal,
): Promise<Outcome<{ model: Model }>> => {
  const found = await convertModel(pool, { bytes, from: format, to: 'americano' }, signal);
  const facts: ForestFacts = {
    task: found.kind,
    classes: found.classes,
    columns: found.columns,
    trees: found.trees,
    nodes: found.nodes,
  };
  const uid = store.ids.uid();
  const { output, changes } = await store.write(
    'twin.importModel',
    (tx) => {
      if (listModels(tx).length >= mostModels) throw new RpcError('conflict', { models: mostModels });
      tx.run(insertModel, {
        uid,
        name,
        origin: 'imported',
        kind: 'forest',
        facts: JSON.stringify(facts),
        snapshot: found.bytes,
        now: tx.now,
      });
      tx.changed('model_artifacts');
      return listModels(tx).find((model) => model.uid === uidToHex(uid));
    },
    { noUndo: true },
  );
  if (output === undefined) throw new RpcError('internal');
  return { output: { model: output }, changes };
};
