import Database from 'better-sqlite3';
import { PackageRefusedError } from './package-refused.ts';

const MACHINE_FAILURES = /^SQLITE_(FULL|IOERR|CANTOPEN|NOMEM|PERM|READONLY|BUSY|LOCKED)/;

/** Runs a read of a foreign file; what SQLite reports about the file becomes a refusal, failures of the machine pass through.
 * @throws PackageRefusedError `damaged_collection` */
export function damageAsRefusal<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asRefusal(error);
  }
}

/** The same for rows that are read one by one. */
export function* rowsWithRefusal<T>(rows: () => IterableIterator<T>): IterableIterator<T> {
  try {
    yield* rows();
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  // An I/O error in a short read is a file that ends too early: the copy is ours and complete.
  const shortRead = error instanceof Database.SqliteError && error.code === 'SQLITE_IOERR_SHORT_READ';
  if (!(error instanceof Database.SqliteError) || (MACHINE_FAILURES.test(error.code) && !shortRead))
    return error;
  return new PackageRefusedError('damaged_collection', { code: error.code }, { cause: error });
}
