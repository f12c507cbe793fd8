import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../store.ts';
import { uidToHex } from '../uid.ts';
import { backupName, backupUid } from './backup-files.ts';
import { insertBackup, setVerified, type BackupRow } from './backup-rows.ts';
import type { BackupReason } from './contract.ts';
import { freeBytes } from './limit.ts';
import type { RunBackupTask } from './task.ts';

export type BackupParts = { store: Store; run: RunBackupTask };

const copied = z.object({ sizeBytes: z.int(), schemaVersion: z.int(), contentMark: z.string() });

/** A copy must not be what fills the disk: as much again stays free. */
const refuseFullDisk = (store: Store): void => {
  const { profile } = store;
  const needed =
    2 *
    (statSync(profile.store).size + (statSync(`${profile.store}-wal`, { throwIfNoEntry: false })?.size ?? 0));
  if (freeBytes(profile.backups) < needed) throw new RpcError('disk_full', { needed });
};

/**
 * Copies the store into its folder of backups, away from the thread that answers. The row is the caller's to write. Throws
 * `disk_full` where there is no room for it.
 */
export const copyToBackups = async (
  { store, run }: BackupParts,
  reason: BackupReason,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<BackupRow> => {
  refuseFullDisk(store);
  const at = store.clock.now();
  const name = backupName(reason, at, store.ids.uid());
  const file = join(store.profile.backups, name);
  const made = copied.parse(
    await run({ kind: 'copy', profile: store.profile.folder, file }, onProgress, signal),
  );
  return {
    uid: backupUid(name),
    file: name,
    reason,
    size_bytes: made.sizeBytes,
    verified_at: null,
    created_at: at,
    schema_version: made.schemaVersion,
    content_mark: made.contentMark,
  };
};

/** Reads a backup back and notes that it is sound. Throws `damaged`. */
export const verifyOne = async (
  { store, run }: BackupParts,
  row: Pick<BackupRow, 'uid' | 'file'>,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> => {
  const file = join(store.profile.backups, row.file);
  await run({ kind: 'verify', file, scratch: store.profile.staging }, onProgress, signal);
  await store.write(
    'backups.verified',
    (tx) => {
      tx.run(setVerified, { uid: row.uid, at: tx.now });
      tx.changed('backups');
    },
    { noUndo: true },
  );
};

/** Makes a backup and lists it. Whoever asked for it waits for its check; one that made itself is checked in idle time. */
export const makeBackup = async (
  parts: BackupParts,
  reason: BackupReason,
  onProgress: (step: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ uid: string; file: string; sizeBytes: number }> => {
  const row = await copyToBackups(parts, reason, (done, total) => onProgress('copy', done, total), signal);
  await parts.store.write(
    'backups.made',
    (tx) => {
      tx.run(insertBackup, row);
      tx.changed('backups');
    },
    { noUndo: true },
  );
  if (reason !== 'automatic')
    await verifyOne(parts, row, (done, total) => onProgress('verify', done, total), signal);
  return { uid: uidToHex(row.uid), file: row.file, sizeBytes: row.size_bytes };
};
