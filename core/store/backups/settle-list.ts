import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store.ts';
import { baseName, backupsIn, backupUid, packedEnding } from './backup-files.ts';
import { dropBackup, insertBackup, listBackups, setFile } from './backup-rows.ts';
import { uidToHex } from '../uid.ts';

/**
 * Brings the list of backups in line with the files that lie there: a restored store knows only those of its own time, and a
 * crash may have come between a file and its row.
 */
export const settleList = async (store: Store): Promise<void> => {
  const folder = store.profile.backups;
  const found = new Map(backupsIn(folder).map((file) => [uidToHex(backupUid(file.file)), file]));
  const listed = store.all(listBackups, {});
  const known = new Set(listed.map(({ file }) => uidToHex(backupUid(file))));
  const gone = listed.filter(({ file }) => !found.has(uidToHex(backupUid(file))));
  const moved = listed.flatMap((row) => {
    const file = found.get(uidToHex(backupUid(row.file)));
    return file !== undefined && file.file !== row.file ? [{ row, file }] : [];
  });
  const unlisted = [...found].filter(([uid]) => !known.has(uid)).map(([, file]) => file);
  for (const { file } of found.values()) {
    if (file.endsWith(packedEnding)) rmSync(join(folder, baseName(file)), { force: true });
  }
  if (gone.length + moved.length + unlisted.length === 0) return;
  await store.write(
    'backups.settleList',
    (tx) => {
      for (const { uid } of gone) tx.run(dropBackup, { uid });
      for (const { row, file } of moved)
        tx.run(setFile, { uid: row.uid, file: file.file, size_bytes: file.sizeBytes });
      for (const file of unlisted) {
        tx.run(insertBackup, {
          uid: backupUid(file.file),
          file: file.file,
          reason: file.reason,
          size_bytes: file.sizeBytes,
          verified_at: null,
          created_at: file.createdAt,
          schema_version: null,
          content_mark: null,
        });
      }
      tx.changed('backups');
    },
    { noUndo: true },
  );
};
