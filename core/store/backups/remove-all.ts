import type { Jobs } from '../../jobs/jobs.ts';
import type { Store } from '../store.ts';
import { removeBackupFile } from './backup-files.ts';
import { dropBackup, listBackups } from './backup-rows.ts';

/** Removes every backup of the profile: the owner wants nothing kept of what they erased. Copies elsewhere are theirs. */
export const removeAllBackups = async (store: Store, jobs: Jobs): Promise<number> => {
  // One that is under way would be a copy of before.
  await jobs.cancelThose((kind) => kind.startsWith('backups.'));
  let removed = 0;
  for (;;) {
    const rows = store.all(listBackups, {});
    if (rows.length === 0) return removed;
    await store.write(
      'backups.removeAll',
      (tx) => {
        for (const { uid } of rows) tx.run(dropBackup, { uid });
        tx.changed('backups');
      },
      { noUndo: true },
    );
    for (const { file } of rows) removeBackupFile(store.profile.backups, file);
    removed += rows.length;
  }
};
