import { constants, copyFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { migrate } from '../migrate.ts';
import { openReader } from '../open-store.ts';
import { applyWriterPragmas } from '../pragmas.ts';
import { profileAt } from '../profile.ts';
import { asStoreError } from '../sqlite-errors.ts';
import { uidFromHex, uidSource } from '../uid.ts';
import { readBackupName } from './backup-files.ts';
import { checkCopy, unpackBackup } from './check-copy.ts';
import { compareStores } from './compare-stores.ts';
import type { BackupPreview, StillErased } from './contract.ts';
import { erasuresOf, keepErased, type ErasePlan } from './keep-erased.ts';
import type { BackupTask, Carried } from './task.ts';

type OnProgress = (done: number, total: number) => void;

const endings = ['', '-journal', '-wal', '-shm'] as const;
const drop = (file: string): void => {
  for (const ending of endings) rmSync(`${file}${ending}`, { force: true });
};

/** Work on a store that is not the service's: one file before and after, whatever its mode was. */
const changeFile = (file: string, work: (db: Database.Database) => void): void => {
  const db = new Database(file, { fileMustExist: true });
  try {
    applyWriterPragmas(db);
    work(db);
    db.pragma('journal_mode = DELETE');
  } catch (error) {
    throw asStoreError(error);
  } finally {
    db.close();
  }
};

/** What was erased since the backup was made is not in it any more either, nor in its free pages. */
const letGoAgain = (file: string, ours: Database.Database, erasing: ErasePlan): StillErased => {
  let found: StillErased = null;
  changeFile(file, (db) => {
    const profileUid = db.prepare('SELECT profile_uid FROM store_meta').pluck().get() as Uint8Array;
    found = keepErased(db, erasuresOf(ours, profileUid), erasing);
    if (found !== null) db.exec('VACUUM');
  });
  return found;
};

/** Makes of a backup, ours or from elsewhere, a store of this version that could take the place of ours. */
export const prepareStore = async (
  task: Extract<BackupTask, { kind: 'prepare' }>,
  erasing: ErasePlan,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Omit<BackupPreview, 'prepared'>> => {
  const profile = profileAt(task.profile);
  try {
    const unpacked = await unpackBackup(task.file, task.to, dirname(task.to), onProgress, signal);
    if (!unpacked.copied) copyFileSync(unpacked.file, task.to, constants.COPYFILE_FICLONE);
    signal.throwIfAborted();
    const { schemaVersion } = checkCopy(task.to);
    signal.throwIfAborted();
    const clock = { now: () => task.now, zone: () => 'UTC' };
    changeFile(task.to, (db) => {
      migrate(db, clock, uidSource(clock));
      const [dangling] = db.pragma('foreign_key_check') as unknown[];
      if (dangling !== undefined)
        throw new RpcError('damaged', { finding: 'rows refer to rows that do not exist' });
    });
    const { connection, close } = openReader(profile);
    try {
      const stillErased = letGoAgain(task.to, connection, erasing);
      signal.throwIfAborted();
      connection.prepare('ATTACH ? AS there').run(task.to);
      const compared = compareStores(connection, profile);
      return {
        ...compared,
        stillErased,
        schemaVersion,
        createdAt: readBackupName(basename(task.file))?.createdAt ?? null,
      };
    } finally {
      close();
    }
  } catch (error) {
    drop(task.to);
    throw error;
  }
};

/**
 * Gives a prepared store what belongs to this machine and not to a moment of the past: the plan and the list of its backups,
 * and the job that restores, so that who watches it hears its end from the new store.
 */
export const finishPrepared = (file: string, now: number, carried: Carried): void => {
  changeFile(file, (db) => {
    const write = db.transaction(() => {
      db.prepare(
        `UPDATE backup_plan SET automatic = @automatic, folder = @folder, folder_state = @folder_state,
           folder_copied_at = @folder_copied_at WHERE id = 1`,
      ).run(carried.plan);
      db.exec('DELETE FROM backups');
      const insert = db.prepare(
        `INSERT INTO backups (uid, file, reason, size_bytes, verified_at, created_at, schema_version, content_mark)
         VALUES (@uid, @file, @reason, @size_bytes, @verified_at, @created_at, @schema_version, @content_mark)`,
      );
      for (const { uid, ...row } of carried.backups) insert.run({ ...row, uid: uidFromHex(uid) });
      db.exec(`UPDATE jobs SET state = 'interrupted', ended_at = started_at WHERE state = 'running'`);
      db.prepare('DELETE FROM jobs WHERE uid = ?').run(uidFromHex(carried.job.uid));
      db.prepare(
        `INSERT INTO jobs (uid, kind, state, started_at, ended_at, result) VALUES (@uid, @kind, 'done', @startedAt, @now, @result)`,
      ).run({ ...carried.job, uid: uidFromHex(carried.job.uid), now });
      db.exec('UPDATE erase_gate SET open = 0');
    });
    write.immediate();
  });
};
