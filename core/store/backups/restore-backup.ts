import { RpcError } from '../../rpc/errors.ts';
import { uidToHex } from '../uid.ts';
import { listBackups, planOf, type BackupRow } from './backup-rows.ts';
import { copyToBackups, type BackupParts } from './make-backup.ts';
import { decideSwap } from './swap-store.ts';
import type { BackupRowData } from './task.ts';

const toData = (row: BackupRow): BackupRowData => ({ ...row, uid: uidToHex(row.uid) });

/**
 * Puts a prepared store in the place of ours. Whoever writes waits meanwhile, so that the safety backup has everything, and
 * from the moment of the decision on nothing is written to the old store any more: `disconnected` is what writers hear.
 * The next opening finds the new store; the caller starts the service afresh.
 */
export const restoreBackup = async (
  parts: BackupParts,
  prepared: string,
  job: { uid: string; kind: string; startedAt: number },
  onProgress: (step: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ safety: string }> => {
  const { store, run } = parts;
  return store.lane.run(async () => {
    const safety = await copyToBackups(
      parts,
      'restore',
      (done, total) => onProgress('copy', done, total),
      signal,
    );
    const result = { safety: uidToHex(safety.uid) };
    const { automatic, folder, folder_state, folder_copied_at } = planOf(store);
    const carried = {
      plan: { automatic, folder, folder_state, folder_copied_at },
      // In the order in which they were made.
      backups: [...store.all(listBackups, {}).toReversed(), safety].map(toData),
      job: { ...job, result: JSON.stringify(result) },
    };
    onProgress('swap', 0, 0);
    await run({ kind: 'finish', file: prepared, now: store.clock.now(), carried }, () => {}, signal);
    signal.throwIfAborted();
    decideSwap(store.profile, prepared);
    store.freeze(new RpcError('disconnected', { reason: 'restored' }));
    return result;
  });
};
