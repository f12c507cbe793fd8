import { openSync, readSync, closeSync, rmSync, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { RpcError } from '../../rpc/errors.ts';
import { compatibility, readSchemaVersion } from '../migrate.ts';
import { schemaVersion } from '../migrations/index.ts';
import { applyReaderPragmas } from '../pragmas.ts';
import { asStoreError } from '../sqlite-errors.ts';
import { foreignSchema } from '../verify.ts';
import { unpackFile } from './pack-file.ts';

type OnProgress = (done: number, total: number) => void;

const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const sqliteMagic = Buffer.from('SQLite format 3\0');
/** No store of ours comes near: a bound for what says that it is one. */
const maxStoreBytes = 64 * 2 ** 30;

/** What the first bytes say a file is, whatever its name. */
const formOf = (file: string): 'packed' | 'whole' | undefined => {
  const head = Buffer.alloc(sqliteMagic.length);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, head, 0, head.length, 0);
  } finally {
    closeSync(fd);
  }
  if (head.subarray(0, zstdMagic.length).equals(zstdMagic)) return 'packed';
  return head.equals(sqliteMagic) ? 'whole' : undefined;
};

/** A tenth of the disk stays free while something is unpacked. */
const roomIn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(maxStoreBytes, Math.floor(bavail * bsize * 0.9));
};

/** The store that a backup holds, as a single file: `copied` says whether it was written to `to`. */
export const unpackBackup = async (
  file: string,
  to: string,
  folder: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ file: string; copied: boolean }> => {
  const form = formOf(file);
  if (form === undefined) throw new RpcError('damaged', { finding: 'not a store', file: basename(file) });
  if (form === 'whole') return { file, copied: false };
  await unpackFile(file, to, roomIn(folder), onProgress, signal);
  if (formOf(to) !== 'whole') {
    rmSync(to, { force: true });
    throw new RpcError('damaged', { finding: 'not a store', file: basename(file) });
  }
  return { file: to, copied: true };
};

/**
 * Reads every page of a copy of a store. It must be one of ours, of a version this program knows, with the tables,
 * triggers and views of that version and no others: a file from elsewhere brings no rules of its own. Throws `damaged`,
 * `newer_store`.
 */
export const checkCopy = (file: string): { schemaVersion: number } => {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    applyReaderPragmas(db);
    compatibility(db, schemaVersion);
    const found = readSchemaVersion(db);
    if (found > schemaVersion) throw new RpcError('newer_store', { found, known: schemaVersion });
    if (found === 0) throw new RpcError('damaged', { finding: 'not a store' });
    const [foreign] = foreignSchema(db, found);
    if (foreign !== undefined) throw new RpcError('damaged', { finding: foreign });
    const answer = db.pragma('quick_check(1)', { simple: true });
    if (answer !== 'ok') throw new RpcError('damaged', { file: basename(file), finding: String(answer) });
    return { schemaVersion: found };
  } catch (error) {
    throw asStoreError(error);
  } finally {
    db?.close();
  }
};

/** Verifies a backup in whichever form it lies there. */
export const verifyBackup = async (
  file: string,
  scratch: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ schemaVersion: number }> => {
  const to = join(scratch, `${basename(file)}.checking`);
  try {
    const unpacked = await unpackBackup(file, to, scratch, onProgress, signal);
    signal.throwIfAborted();
    return checkCopy(unpacked.file);
  } finally {
    rmSync(to, { force: true });
  }
};
