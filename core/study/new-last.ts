import type { Outcome } from '../rpc/changes.ts';
import { RpcError } from '../rpc/errors.ts';
import type { Store } from '../store/store.ts';
import { changedOptions, optionsOf } from './session-options.ts';
import { sessionOf } from './sessions.ts';

/**
 * What is left of a session in another order: everything that was seen before, and only then new cards. Saying it twice
 * changes nothing. Throws `conflict` for a session that has ended, or that is of cards of one's own choice.
 */
export const putNewLast = async (store: Store, uid: string): Promise<Outcome<Record<string, never>>> => {
  const outcome = await store.write(
    'study.newLast',
    (tx) => {
      const row = sessionOf(tx, uid);
      if (row.ended_at !== null || optionsOf(row).custom !== undefined)
        throw new RpcError('conflict', { session: uid });
      tx.updateRow('study_sessions', { id: row.id }, { options: changedOptions(row, { newLast: true }) });
    },
    { noUndo: true },
  );
  return { output: {}, changes: outcome.changes };
};
