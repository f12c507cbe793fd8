import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { backupsIn } from '../backups/backup-files.ts';
import { checkCopy, unpackBackup } from '../backups/check-copy.ts';
import { compareStores } from '../backups/compare-stores.ts';
import type { Clock } from '../clock.ts';
import { migrate } from '../migrate.ts';
import { applyWriterPragmas } from '../pragmas.ts';
import type { Profile } from '../profile.ts';
import { asStoreError } from '../sqlite-errors.ts';
import { uidSource } from '../uid.ts';
import type { RepairCause, RepairFindings, RepairHeld } from './contract.ts';
import { preparedFor } from './prepared-for.ts';
import { logBelongs } from './log-belongs.ts';
import { readLog } from './read-log.ts';
import { salvage } from './salvage.ts';

type OnProgress = (done: number, total: number) => void;

const drop = (file: string): void => {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
};

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** How large the header says that the file is. */
const statedBytes = (file: string): number | undefined => {
  const head = Buffer.alloc(100);
  const fd = openSync(file, 'r');
  readSync(fd, head, 0, head.length, 0);
  closeSync(fd);
  if (!head.subarray(0, 15).equals(Buffer.from('SQLite format 3'))) return undefined;
  const pageSize = head.readUInt16BE(16);
  return (pageSize === 1 ? 65536 : pageSize) * head.readUInt32BE(28);
};

const causeOf = (profile: Profile): Pick<RepairFindings, 'cause' | 'fileBytes' | 'statedBytes'> => {
  const fileBytes = sizeOf(profile.store);
  if (fileBytes === 0) return { cause: 'missing', fileBytes, statedBytes: null };
  const stated = statedBytes(profile.store);
  const log = readLog(`${profile.store}-wal`);
  log?.close();
  let cause: RepairCause = 'pages';
  if (stated === undefined) cause = 'not_a_store';
  else if (fileBytes < stated) cause = 'cut_off';
  else if ((log?.damagedFrames ?? 0) > 0) cause = 'log';
  return { cause, fileBytes, statedBytes: stated ?? null };
};

/** A store as it would be with everything whole that its log holds, frame by frame. */
const applyLog = (profile: Profile, to: string): boolean => {
  const log = readLog(`${profile.store}-wal`);
  if (log === undefined) return false;
  try {
    if (log.lostPages > 0 || !logBelongs(profile)) return false;
    copyFileSync(profile.store, to);
    const fd = openSync(to, 'r+');
    for (const number of log.pages()) {
      const page = log.page(number);
      if (page !== undefined) writeSync(fd, page, 0, page.length, (number - 1) * log.pageSize);
    }
    closeSync(fd);
    return true;
  } finally {
    log.close();
  }
};

const withStore = <T>(file: string, work: (db: Database.Database) => T): T => {
  const db = new Database(file, { fileMustExist: true });
  try {
    return work(db);
  } catch (error) {
    throw asStoreError(error);
  } finally {
    db.close();
  }
};

/** Reads all of a store that is meant to take the place of ours, and brings it to this version. Throws `damaged`. */
const finish = (file: string, clock: Clock): RepairHeld => {
  withStore(file, (db) => db.pragma('journal_mode = DELETE'));
  checkCopy(file);
  return withStore(file, (db) => {
    applyWriterPragmas(db);
    migrate(db, clock, uidSource(clock));
    const [dangling] = db.pragma('foreign_key_check') as unknown[];
    if (dangling !== undefined)
      throw new RpcError('damaged', { finding: 'rows refer to rows that do not exist' });
    db.exec('UPDATE erase_gate SET open = 0');
    const held = db
      .prepare(
        `SELECT (SELECT count(*) FROM courses WHERE deleted_at IS NULL) AS courses,
           (SELECT count(*) FROM notes WHERE deleted_at IS NULL) AS notes,
           (SELECT count(*) FROM cards WHERE deleted_at IS NULL) AS cards,
           (SELECT count(*) FROM live_reviews) AS reviews, (SELECT max(at) FROM live_reviews) AS lastReview`,
      )
      .get() as RepairHeld;
    db.pragma('journal_mode = DELETE');
    return held;
  });
};

/** What comes of a way, or null where it leads nowhere. */
const attempt = <T>(file: string, work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    drop(file);
    const known = asStoreError(error);
    if (known instanceof RpcError && (known.kind === 'damaged' || known.kind === 'newer_store')) return null;
    throw known;
  }
};

/** The store with its log, and where that does not fit, the store as it was when its log was last emptied. */
const tryLog = (profile: Profile, clock: Clock): RepairFindings['log'] => {
  const to = preparedFor(profile, 'log');
  if (sizeOf(profile.store) === 0) return null;
  drop(to);
  const whole = attempt(to, () => (applyLog(profile, to) ? finish(to, clock) : null));
  if (whole !== null) return { ...whole, isWithoutLog: false };
  const alone = attempt(to, () => {
    copyFileSync(profile.store, to);
    return finish(to, clock);
  });
  return alone === null ? null : { ...alone, isWithoutLog: sizeOf(`${profile.store}-wal`) > 0 };
};

const trySalvage = (profile: Profile, clock: Clock, onProgress: OnProgress): RepairFindings['salvage'] => {
  const to = preparedFor(profile, 'salvage');
  if (sizeOf(profile.store) === 0) return null;
  return attempt(to, () => {
    const made = (log: string | undefined) => {
      drop(to);
      return salvage({ file: profile.store, log, to }, clock, onProgress);
    };
    const log = `${profile.store}-wal`;
    const hasLog = existsSync(log) && logBelongs(profile);
    let done = made(hasLog ? log : undefined);
    // One of an earlier time brings pages that fit nowhere.
    if (hasLog && done.damagedPages > 0) {
      const without = made(undefined);
      done = without.damagedPages < done.damagedPages ? without : made(log);
    }
    const { damagedPages, unreadableRows, lost, remadeCards, ghosts } = done;
    const held = finish(to, clock);
    // Nothing was there to be read: that is no way out.
    if (held.courses + held.notes + held.cards + held.reviews === 0) throw new RpcError('damaged');
    const empty = (ghosts['cards'] ?? 0) + (ghosts['notes'] ?? 0);
    return { ...held, damagedPages, unreadableRows, lost, remadeCards, ghosts: empty };
  });
};

const tryBackup = async (
  profile: Profile,
  clock: Clock,
  hasSalvage: boolean,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RepairFindings['backup']> => {
  const to = preparedFor(profile, 'backup');
  for (const { file, createdAt } of backupsIn(profile.backups)) {
    drop(to);
    const path = join(profile.backups, file);
    try {
      const unpacked = await unpackBackup(path, to, profile.staging, onProgress, signal);
      if (!unpacked.copied) copyFileSync(path, to);
      const held = finish(to, clock);
      const salvaged = preparedFor(profile, 'salvage');
      const newer = hasSalvage
        ? withStore(salvaged, (db) => {
            db.prepare('ATTACH ? AS there').run(to);
            const { only } = compareStores(db, profile);
            return { notes: only.notes.here, cards: only.cards.here, reviews: only.reviews.here };
          })
        : null;
      return { ...held, file, createdAt, newer };
    } catch (error) {
      drop(to);
      const known = asStoreError(error);
      // The next older one may be sound.
      if (!(known instanceof RpcError) || (known.kind !== 'damaged' && known.kind !== 'newer_store'))
        throw known;
    }
  }
  return null;
};

/**
 * Looks at what is wrong with a store that does not open and prepares every way out of it, in files of their own. The store
 * and its log are only read, and not by SQLite, which would move one into the other.
 */
export const lookIntoStore = async (
  profile: Profile,
  clock: Clock,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RepairFindings> => {
  const facts = causeOf(profile);
  const log = tryLog(profile, clock);
  signal.throwIfAborted();
  const salvaged = log === null ? trySalvage(profile, clock, onProgress) : null;
  signal.throwIfAborted();
  const backup = await tryBackup(profile, clock, salvaged !== null, () => {}, signal);
  return { ...facts, folder: profile.folder, log, salvage: salvaged, backup };
};
