import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { syncFolder } from '../blobs.ts';
import type { Clock } from '../clock.ts';
import { readSchemaVersion } from '../migrate.ts';
import type { Profile } from '../profile.ts';
import { backupUid, partialEnding, stampOf } from './backup-files.ts';

/** Makes a copy a single file and reads every page of it. Throws `damaged` when it is not a sound store. */
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

const copyTo = async (db: Database.Database, file: string): Promise<void> => {
  const partial = `${file}${partialEnding}`;
  try {
    await db.backup(partial);
    verifyCopy(partial);
    renameSync(partial, file);
    syncFolder(dirname(file));
  } catch (error) {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${ending}`, { force: true });
    throw error;
  }
};

/** The backup before a migration, made before anybody works: undefined for a file that holds nothing yet. */
export const backUpBeforeMigration = async (
  db: Database.Database,
  profile: Profile,
  clock: Clock,
): Promise<{ record(db: Database.Database): void } | undefined> => {
  const version = readSchemaVersion(db);
  if (version === 0 || !existsSync(profile.store)) return undefined;
  const at = clock.now();
  const file = join(profile.backups, `before-v${version}-to-next-${stampOf(at)}.sqlite`);
  await copyTo(db, file);
  const size = statSync(file).size;
  return {
    record: (migrated) => {
      migrated
        .prepare(
          `INSERT INTO backups (uid, file, reason, size_bytes, verified_at, created_at, schema_version)
           VALUES (@uid, @file, 'migration', @size, @at, @at, @version)`,
        )
        .run({ uid: backupUid(basename(file)), file: basename(file), size, at, version });
    },
  };
};
