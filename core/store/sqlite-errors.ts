import Database from 'better-sqlite3';
import { RpcError, type ErrorKind } from '../rpc/errors.ts';

const kinds: readonly (readonly [prefix: string, kind: ErrorKind])[] = [
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_IOERR', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_CANTOPEN', 'read_only'],
];

/** SQLite's codes as error kinds; other errors pass unchanged. */
export const asStoreError = (error: unknown): unknown => {
  if (!(error instanceof Database.SqliteError)) return error;
  const found = kinds.find(([prefix]) => error.code.startsWith(prefix));
  return found === undefined ? error : new RpcError(found[1], { code: error.code }, { cause: error });
};
