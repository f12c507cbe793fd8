import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import { deleteModel } from './model-rows.ts';

/** Throws `not_found`. */
export const removeModel = (store: Store, model: string): Promise<Outcome<Record<string, never>>> =>
  store.write(
    'twin.removeModel',
    (tx) => {
      if (tx.run(deleteModel, { uid: uidFromHex(model) }) === 0) throw new RpcError('not_found', { model });
      tx.changed('model_artifacts');
      return {};
    },
    { noUndo: true },
  );
