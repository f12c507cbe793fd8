import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../rpc/errors.ts';
import { asStoreError } from './sqlite-errors.ts';

const withCode = (code: unknown): Error => Object.assign(new Error('from the system'), { code });

describe('an error of SQLite or the file system', () => {
  it.each([
    [new Database.SqliteError('x', 'SQLITE_FULL'), 'disk_full'],
    [new Database.SqliteError('x', 'SQLITE_READONLY_DBMOVED'), 'read_only'],
    [new Database.SqliteError('x', 'SQLITE_CORRUPT_VTAB'), 'damaged'],
    [new Database.SqliteError('x', 'SQLITE_NOTADB'), 'damaged'],
    [new Database.SqliteError('x', 'SQLITE_IOERR_READ'), 'disk_failed'],
    [new Database.SqliteError('x', 'SQLITE_IOERR_SHORT_READ'), 'damaged'],
    [new Database.SqliteError('x', 'SQLITE_BUSY_SNAPSHOT'), 'busy'],
    [new Database.SqliteError('x', 'SQLITE_CANTOPEN'), 'read_only'],
    [withCode('ENOSPC'), 'disk_full'],
    [withCode('EDQUOT'), 'disk_full'],
    [withCode('EIO'), 'disk_failed'],
    [withCode('EACCES'), 'read_only'],
    [withCode('EROFS'), 'read_only'],
  ])('%s is data: %s', (error, kind) => {
    const told = asStoreError(error);
    expect(told).toBeInstanceOf(RpcError);
    expect(told).toMatchObject({ kind, details: { code: (error as { code?: unknown }).code }, cause: error });
  });

  it.each([
    new Database.SqliteError('x', 'SQLITE_CONSTRAINT_CHECK'),
    withCode('ENOENT'),
    withCode(5),
    new RpcError('not_found'),
    new Error('no code'),
    'text',
    null,
  ])('that says nothing about the store passes unchanged: %s', (error) => {
    expect(asStoreError(error)).toBe(error);
  });
});
