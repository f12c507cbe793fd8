import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { RpcError } from '../rpc/errors.ts';
import { dropPartialBackups } from './backups/backup-files.ts';
import { backUpBeforeMigration } from './backups/before-migration.ts';
import { completeSwap } from './backups/swap-store.ts';
import type { Clock, IdSource } from './clock.ts';
import type { Derivations } from './derivations.ts';
import { acquireLock } from './lock.ts';
import { compatibility, migrate, readSchemaVersion } from './migrate.ts';
import { schemaVersion } from './migrations/index.ts';
import { applyReaderPragmas, applyWriterPragmas } from './pragmas.ts';
import { refuseForeignFolder } from './own-folder.ts';
import { createProfile, profileAt, type Profile } from './profile.ts';
import { readerOf, type StoreReader } from './reader.ts';
import { refuseDamaged } from './repair/refuse-damaged.ts';
import { rebuildWaiting } from './rebuild.ts';
import { asStoreError } from './sqlite-errors.ts';
import { StatementCache, type SlowStatement } from './statements.ts';
import { Store } from './store.ts';
import { sweepStaging } from './sweep-staging.ts';
import type { Undoers } from './undo.ts';

export type OpenOptions = {
  folder: string;
  clock: Clock;
  ids: IdSource;
  derivations: Derivations;
  undoers: Undoers;
  onSlow?(slow: SlowStatement): void;
  onBackgroundError?(error: unknown): void;
};

export type OpenStore = { store: Store; migrated: readonly number[]; close(): Promise<void> };

const claimProfile = (folder: string): { profile: Profile; lock: { release(): void } } => {
  try {
    refuseForeignFolder(profileAt(folder));
    const profile = createProfile(folder);
    return { profile, lock: acquireLock(profile.lock) };
  } catch (error) {
    throw asStoreError(error);
  }
};

/**
 * In the place of a connection that writes. It has read before the other one ends: the end of the last one, if that may write,
 * moves the log into the file.
 */
const onlyToRead = (writer: Database.Database, profile: Profile): Database.Database => {
  const db = new Database(profile.store, { readonly: true, fileMustExist: true });
  applyReaderPragmas(db);
  readSchemaVersion(db);
  writer.close();
  return db;
};

/** What this program may do with the store. One that it may not even read is left as it is, with its log. */
const judge = (db: Database.Database, profile: Profile): ReturnType<typeof compatibility> => {
  try {
    return compatibility(db, schemaVersion);
  } catch (error) {
    if (error instanceof RpcError && error.kind === 'newer_store') onlyToRead(db, profile).close();
    throw error;
  }
};

/**
 * Opens a profile for writing: takes its lock, makes and verifies a backup when migrations are missing, migrates. A store that
 * a newer version wrote, and that this one may still read, is opened to be read: every write is refused with `read_only`.
 * Throws `locked`, `newer_store`, `damaged`, `read_only`, `forbidden`, `disk_full`.
 */
export const openStore = async (options: OpenOptions): Promise<OpenStore> => {
  const { profile, lock } = claimProfile(options.folder);
  let db: Database.Database | undefined;
  try {
    dropPartialBackups(profile);
    refuseDamaged(profile);
    completeSwap(profile);
    db = new Database(profile.store);
    const state = judge(db, profile);
    let refusal: RpcError | undefined;
    let migrated: readonly number[] = [];
    if (state === 'read_only') {
      const found = readSchemaVersion(db);
      refusal = new RpcError('read_only', { reason: 'newer_store', found, known: schemaVersion });
      db = onlyToRead(db, profile);
    } else {
      const backup = state === 'older' ? await backUpBeforeMigration(db, profile, options.clock) : undefined;
      applyWriterPragmas(db);
      migrated = state === 'older' ? migrate(db, options.clock, options.ids) : [];
      backup?.record(db);
    }
    const store = new Store({
      db,
      profile,
      clock: options.clock,
      ids: options.ids,
      derivations: options.derivations,
      undoers: options.undoers,
      onSlow: options.onSlow ?? (() => {}),
      onBackgroundError: options.onBackgroundError ?? (() => {}),
      ...(refusal === undefined ? {} : { refusal }),
    });
    sweepStaging(profile);
    if (refusal === undefined) await rebuildWaiting(store);
    return {
      store,
      migrated,
      close: async () => {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    db?.close();
    lock.release();
    throw asStoreError(error);
  }
};

/** A read-only connection to a profile that a service may have open: for workers and for `verify`. */
export const openReader = (
  profile: Profile,
  onSlow: (slow: SlowStatement) => void = () => {},
): { reader: StoreReader; connection: Database.Database; close(): void } => {
  if (!existsSync(profile.store)) throw new RpcError('not_found', { file: profile.store });
  let db: Database.Database | undefined;
  try {
    db = new Database(profile.store, { readonly: true, fileMustExist: true });
    applyReaderPragmas(db);
    compatibility(db, schemaVersion);
  } catch (error) {
    db?.close();
    throw asStoreError(error);
  }
  const connection = db;
  return {
    reader: readerOf(new StatementCache(connection, onSlow)),
    connection,
    close: () => connection.close(),
  };
};

/**
 * A connection for `verify`: it changes nothing, and yet it is not opened read-only, because SQLite forgets CHECK
 * constraints there. The reader beside it outlives it, so that its end does not move the log into the file.
 */
export const openChecker = (profile: Profile): { connection: Database.Database; close(): void } => {
  const beside = openReader(profile);
  const db = new Database(profile.store, { fileMustExist: true });
  const close = (): void => {
    db.close();
    beside.close();
  };
  try {
    applyReaderPragmas(db);
  } catch (error) {
    close();
    throw asStoreError(error);
  }
  return { connection: db, close };
};
