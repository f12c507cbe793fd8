import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../rpc/errors.ts';
import { syncFolder } from './blobs.ts';
import type { Clock, IdSource } from './clock.ts';
import { readSchemaVersion } from './migrate.ts';
import type { Profile } from './profile.ts';
import { statement } from './statements.ts';
import type { Store } from './store.ts';
import { uidToHex } from './uid.ts';

export type BackupReason = 'manual' | 'migration' | 'automatic';
export type BackupRow = {
  uid: Uint8Array;
  file: string;
  reason: BackupReason;
  size_bytes: number;
  verified_at: number | null;
  created_at: number;
};

const insertSql = `INSERT INTO backups (uid, file, reason, size_bytes, verified_at, created_at)
  VALUES (@uid, @file, @reason, @size_bytes, @verified_at, @created_at)`;
const insertBackup = statement<BackupRow>('store.insertBackup', insertSql);
export const listBackups = statement<Record<string, never>, BackupRow>(
  'store.listBackups',
  'SELECT uid, file, reason, size_bytes, verified_at, created_at FROM backups ORDER BY created_at DESC LIMIT 500',
);

/**
 * Makes a copy a single file and reads every page of it. A copy of a store in WAL mode would leave two more files beside
 * it each time it is read. Throws `damaged` when it is not a sound store.
 */
const verifyCopy = (file: string): void => {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    const answer = copy.pragma('quick_check(1)', { simple: true });
    if (answer !== 'ok') throw new RpcError('damaged', { file: basename(file), finding: String(answer) });
  } finally {
    copy.close();
  }
};

const partialEnding = '.partial';
const ourPartial = /^(before-v\d+-to-next-)?\d{4}-\d\d-\d\dT[\w-]*\.sqlite\.partial/;

/** Removes what a copy that was killed has left. For the holder of the profile's lock. */
export const dropPartialBackups = (profile: Profile): void => {
  for (const name of readdirSync(profile.backups)) {
    if (ourPartial.test(name)) rmSync(join(profile.backups, name), { force: true });
  }
};

const stampOf = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, '-');

/** Copies the store page by page while others go on reading and writing; the name appears only when it is complete. */
const copyTo = async (
  db: Database.Database,
  file: string,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<void> => {
  const partial = `${file}${partialEnding}`;
  try {
    const { totalPages: pages } = await db.backup(partial, {
      progress: ({ totalPages, remainingPages }) => {
        signal?.throwIfAborted();
        onProgress(totalPages - remainingPages, totalPages);
        return 2000;
      },
    });
    verifyCopy(partial);
    onProgress(pages, pages);
    renameSync(partial, file);
    syncFolder(dirname(file));
  } catch (error) {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${ending}`, { force: true });
    throw error;
  }
};

/** The backup before a migration: undefined for a file that holds nothing yet. */
export const backUpBeforeMigration = async (
  db: Database.Database,
  profile: Profile,
  clock: Clock,
): Promise<{ record(db: Database.Database, ids: IdSource): void } | undefined> => {
  const version = readSchemaVersion(db);
  if (version === 0 || !existsSync(profile.store)) return undefined;
  const at = clock.now();
  const file = join(profile.backups, `before-v${version}-to-next-${stampOf(at)}.sqlite`);
  await copyTo(db, file, () => {});
  const size = statSync(file).size;
  return {
    record: (migrated, ids) => {
      migrated.prepare(insertSql).run({
        uid: ids.uid(),
        file: basename(file),
        reason: 'migration',
        size_bytes: size,
        verified_at: at,
        created_at: at,
      });
    },
  };
};

/** Makes a verified backup in the profile's folder and records it. */
export const backUp = async (
  store: Store,
  reason: BackupReason,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<{ uid: string; file: string; sizeBytes: number }> => {
  const at = store.clock.now();
  const uid = store.ids.uid();
  const file = join(store.profile.backups, `${stampOf(at)}-${uidToHex(uid).slice(-6)}.sqlite`);
  await copyTo(store.connection, file, onProgress, signal);
  const size = statSync(file).size;
  await store.write(
    'store.backUp',
    (tx) => {
      tx.run(insertBackup, {
        uid,
        file: basename(file),
        reason,
        size_bytes: size,
        verified_at: at,
        created_at: at,
      });
      tx.changed('backups');
    },
    { noUndo: true },
  );
  return { uid: uidToHex(uid), file: basename(file), sizeBytes: size };
};
