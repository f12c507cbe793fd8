import type Database from 'better-sqlite3';
import { TransactionHooks } from '#core/events/transaction-events.ts';
import { rollbackStore, type RolledBack } from '#core/store/backups/rollback-store.ts';
import type { Clock } from '#core/store/clock.ts';
import { acquireLock } from '#core/store/lock.ts';
import { createProfile } from '#core/store/profile.ts';
import { RowWriter } from '#core/store/row-writer.ts';
import { runTransaction } from '#core/store/run-transaction.ts';
import { asStoreError } from '#core/store/sqlite-errors.ts';
import { StatementCache } from '#core/store/statements.ts';
import { uidSource } from '#core/store/uid.ts';
import { derivations } from './derivations.ts';

/** What an older store keeps of what is counted from its answers: a table of a later version is not there. */
const countedIn = (db: Database.Database) => {
  const isTable = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  return derivations.whole.filter(({ name }) => isTable.get(name) !== undefined);
};

/** Goes back a version in a profile that nobody has open. Throws `locked`, `not_found`, `damaged`, `disk_full`. */
export const rollbackProfile = async (folder: string, clock: Clock): Promise<RolledBack> => {
  const profile = createProfile(folder);
  const lock = acquireLock(profile.lock);
  try {
    return await rollbackStore({
      profile,
      clock,
      ids: uidSource(clock),
      recount: (db: Database.Database) => {
        const parts = {
          db,
          clock,
          cache: new StatementCache(db, () => {}),
          rows: new RowWriter(db),
          derivations: { keyed: [], whole: [] },
          hooks: new TransactionHooks(),
        };
        const counted = countedIn(db);
        runTransaction(
          parts,
          'store.rollback',
          (tx) => {
            for (const derivation of counted) derivation.rebuild(tx);
          },
          { noUndo: true },
        );
      },
    });
  } catch (error) {
    throw asStoreError(error);
  } finally {
    lock.release();
  }
};
