import { copyFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { syncFolder, syncPath } from '../blobs.ts';
import type { Clock, IdSource } from '../clock.ts';
import { readSchemaVersion } from '../migrate.ts';
import { schemaVersion } from '../migrations/index.ts';
import { applyWriterPragmas } from '../pragmas.ts';
import type { Profile } from '../profile.ts';
import { backupName, backupsIn, backupUid, partialEnding, stampOf } from './backup-files.ts';
import { checkCopy } from './check-copy.ts';
import { countLost, type Lost } from './count-lost.ts';
import { replayLogs, type Replayed } from './replay-logs.ts';
import { completeSwap, decideSwap } from './swap-store.ts';

export type RolledBack = {
  fromVersion: number;
  toVersion: number;
  /** Whether this program is the older one, and can go on with the store. */
  isOurs: boolean;
  backup: string;
  /** The newer store, kept as a backup. */
  kept: string;
  replayed: Replayed['replayed'];
  left: number;
  /** What was entered or made since and is only in the newer store, by table. */
  lost: Record<string, Lost>;
  /** Lists what could not be taken over. */
  report: string;
};

export type RollbackParts = {
  profile: Profile;
  clock: Clock;
  ids: IdSource;
  /** Counts the derived days of a store afresh, in a transaction of its own. */
  recount(db: Database.Database): void;
};

const versionIn = (file: string): number => Number(/^before-v(\d+)-to-next-/.exec(file)?.[1] ?? 0);

/** The newest backup before a change of version that is older than the store and that this program can open. */
const backupFor = (profile: Profile, found: number) => {
  const backup = backupsIn(profile.backups).find(({ file }) => {
    const version = versionIn(file);
    return version > 0 && version < found && version <= schemaVersion;
  });
  if (backup === undefined) throw new RpcError('not_found', { reason: 'no_backup', found });
  return backup;
};

/** Keeps the newer store as a single file among the backups. */
const keepNewer = async (
  db: Database.Database,
  profile: Profile,
  at: number,
  uid: Uint8Array,
): Promise<string> => {
  const name = backupName('rollback', at, uid);
  const partial = join(profile.backups, `${name}${partialEnding}`);
  await db.backup(partial);
  const copy = new Database(partial);
  copy.pragma('journal_mode = DELETE');
  copy.close();
  renameSync(partial, join(profile.backups, name));
  syncFolder(profile.backups);
  return name;
};

const rebuildOld = (
  parts: RollbackParts,
  from: { backup: string; kept: string },
  to: string,
): Replayed & Pick<RolledBack, 'lost'> => {
  const { profile, recount, clock } = parts;
  copyFileSync(join(profile.backups, from.backup), to);
  const db = new Database(to);
  try {
    applyWriterPragmas(db);
    const newer = join(profile.backups, from.kept);
    const replayed = replayLogs(db, newer);
    const lost = countLost(db, newer);
    recount(db);
    const { size } = statSync(join(profile.backups, from.kept));
    db.prepare(
      `INSERT INTO backups (uid, file, reason, size_bytes, created_at) VALUES (?, ?, 'manual', ?, ?)`,
    ).run(backupUid(from.kept), from.kept, size, clock.now());
    db.pragma('journal_mode = DELETE');
    return { ...replayed, lost };
  } finally {
    db.close();
  }
};

/**
 * Goes back a version: the backup from before the change takes the store's place, with the answers given since replayed
 * onto it. The newer store is kept; what could not be taken over is listed in a file beside it, and what was entered since counted. For the holder of the
 * profile's lock. Throws `not_found` where there is no such backup; until the last step nothing has changed.
 */
export const rollbackStore = async (parts: RollbackParts): Promise<RolledBack> => {
  const { profile, clock, ids } = parts;
  const at = clock.now();
  const newer = new Database(profile.store, { fileMustExist: true });
  const to = join(profile.staging, 'rollback.prepared');
  try {
    const fromVersion = readSchemaVersion(newer);
    const backup = backupFor(profile, fromVersion);
    const kept = await keepNewer(newer, profile, at, ids.uid());
    newer.close();
    const { replayed, left, lost } = rebuildOld(parts, { backup: backup.file, kept }, to);
    const { schemaVersion: toVersion } = checkCopy(to);
    const report = join(profile.backups, `rollback-${stampOf(at)}.json`);
    writeFileSync(report, `${JSON.stringify({ fromVersion, toVersion, replayed, lost, left }, null, 2)}\n`, {
      mode: 0o600,
    });
    syncPath(report);
    decideSwap(profile, to);
    completeSwap(profile);
    return {
      fromVersion,
      toVersion,
      isOurs: fromVersion > schemaVersion,
      backup: backup.file,
      kept,
      replayed,
      left: left.length,
      lost,
      report,
    };
  } finally {
    newer.close();
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${to}${ending}`, { force: true });
  }
};
