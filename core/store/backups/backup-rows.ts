import type { StoreReader } from '../reader.ts';
import { statement } from '../statements.ts';
import type { BackupReason, FolderState } from './contract.ts';

export type BackupRow = {
  uid: Uint8Array;
  file: string;
  reason: BackupReason;
  size_bytes: number;
  verified_at: number | null;
  created_at: number;
  schema_version: number | null;
  content_mark: string | null;
};

const columns = 'uid, file, reason, size_bytes, verified_at, created_at, schema_version, content_mark';

/** Newest first. */
export const listBackups = statement<Record<string, never>, BackupRow>(
  'backups.list',
  `SELECT ${columns} FROM backups ORDER BY created_at DESC, id DESC LIMIT 500`,
);
export const backupByUid = statement<{ uid: Uint8Array }, BackupRow>(
  'backups.byUid',
  `SELECT ${columns} FROM backups WHERE uid = @uid`,
);
export const newestBackup = statement<Record<string, never>, BackupRow>(
  'backups.newest',
  `SELECT ${columns} FROM backups ORDER BY created_at DESC, id DESC LIMIT 1`,
);
export const insertBackup = statement<BackupRow>(
  'backups.insert',
  `INSERT INTO backups (${columns})
   VALUES (@uid, @file, @reason, @size_bytes, @verified_at, @created_at, @schema_version, @content_mark)`,
);
export const setVerified = statement<{ uid: Uint8Array; at: number }>(
  'backups.setVerified',
  'UPDATE backups SET verified_at = @at WHERE uid = @uid',
);
export const setFile = statement<{ uid: Uint8Array; file: string; size_bytes: number }>(
  'backups.setFile',
  'UPDATE backups SET file = @file, size_bytes = @size_bytes WHERE uid = @uid',
);
export const dropBackup = statement<{ uid: Uint8Array }>(
  'backups.drop',
  'DELETE FROM backups WHERE uid = @uid',
);

export type PlanRow = {
  automatic: number;
  folder: string;
  folder_state: FolderState;
  folder_copied_at: number | null;
  crowded_out_at: number | null;
  crowded_out_count: number;
};
const planRow = statement<Record<string, never>, PlanRow>(
  'backups.plan',
  `SELECT automatic, folder, folder_state, folder_copied_at, crowded_out_at, crowded_out_count FROM backup_plan WHERE id = 1`,
);
export const setFolderState = statement<{ folder: string; state: string; copied_at: number | null }>(
  'backups.setFolderState',
  `UPDATE backup_plan SET folder_state = @state, folder_copied_at = coalesce(@copied_at, folder_copied_at)
   WHERE id = 1 AND folder = @folder`,
);
export const setCrowdedOut = statement<{ at: number; count: number }>(
  'backups.setCrowdedOut',
  'UPDATE backup_plan SET crowded_out_at = @at, crowded_out_count = @count WHERE id = 1',
);

export const planOf = (reader: StoreReader): PlanRow => {
  const row = reader.get(planRow, {});
  if (row === undefined) throw new Error('a store without its plan of backups');
  return row;
};
