import Database from 'better-sqlite3';
import { RpcError, type ErrorKind } from '../rpc/errors.ts';

const kinds: readonly (readonly [prefix: string, kind: ErrorKind])[] = [
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  // Before the general one: the file is shorter than it says, or its file system knows that it is damaged.
  ['SQLITE_IOERR_SHORT_READ', 'damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'damaged'],
  ['SQLITE_IOERR', 'disk_failed'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_CANTOPEN', 'read_only'],
];

/** What the file system says when a folder is made or a copy is moved. */
const systemKinds: ReadonlyMap<string, ErrorKind> = new Map([
  ['ENOSPC', 'disk_full'],
  ['EDQUOT', 'disk_full'],
  ['EIO', 'disk_failed'],
  ['EACCES', 'read_only'],
  ['EPERM', 'read_only'],
  ['EROFS', 'read_only'],
]);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Codes of SQLite and of the file system as error kinds; other errors pass unchanged. */
export const asStoreError = (error: unknown): unknown => {
  const code = codeOf(error);
  const kind =
    error instanceof Database.SqliteError
      ? kinds.find(([prefix]) => code.startsWith(prefix))?.[1]
      : systemKinds.get(code);
  return kind === undefined ? error : new RpcError(kind, { code }, { cause: error });
};
