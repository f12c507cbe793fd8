import { RpcError, type JsonValue } from '../../rpc/errors.ts';
import { profileAt } from '../profile.ts';
import { lookIntoStore } from '../repair/look.ts';
import { verifyBackup } from './check-copy.ts';
import { copyStore } from './copy-store.ts';
import { mirror, stateOfFailure } from './mirror.ts';
import { packFile } from './pack-file.ts';
import { noErasePlan, type ErasePlan } from './keep-erased.ts';
import { finishPrepared, prepareStore } from './prepare-store.ts';
import type { BackupTask } from './task.ts';

/**
 * Performs a task of the backup worker in this thread.
 * @param erasing what stays erased in a backup that is prepared
 */
export const performBackupTask = async (
  task: BackupTask,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
  erasing: ErasePlan = noErasePlan,
): Promise<JsonValue> => {
  switch (task.kind) {
    case 'copy':
      return copyStore(task.profile, task.file, onProgress, signal);
    case 'verify':
      return verifyBackup(task.file, task.scratch, onProgress, signal);
    case 'pack':
      return packFile(task.file, onProgress, signal);
    case 'prepare':
      return { ...(await prepareStore(task, erasing, onProgress, signal)) };
    case 'finish':
      finishPrepared(task.file, task.now, task.carried);
      return null;
    case 'look': {
      const clock = { now: () => task.now, zone: () => 'UTC' };
      return lookIntoStore(profileAt(task.profile), clock, onProgress, signal);
    }
    case 'mirror':
      try {
        return { state: 'ok', ...mirror(task, onProgress, signal) };
      } catch (error) {
        if (error instanceof RpcError && error.kind === 'cancelled') throw error;
        // A folder that is away is a state to show, not a failed job every day of a journey.
        return { state: stateOfFailure(error) };
      }
  }
};
