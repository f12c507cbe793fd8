import { open, rename, rm } from 'node:fs/promises';
import { RpcError } from '../../rpc/errors.ts';
import { asStoreError } from '../../store/sqlite-errors.ts';
import { mostModelBytes } from './convert-model.ts';

/** Codes of a path under which there is no file, or none that can be written. */
const nowhere = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP']);

const said = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return nowhere.has(code) ? new RpcError('not_found', { code }, { cause: error }) : asStoreError(error);
};

/** A model file. Throws `not_found`, `invalid` where it is no file, `too_large`, `read_only`. */
export const readModelFile = async (path: string): Promise<Uint8Array> => {
  try {
    const file = await open(path, 'r');
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new RpcError('invalid', { reason: 'the path is no file' });
      if (found.size > mostModelBytes) throw new RpcError('too_large', { limit: mostModelBytes });
      // Of a file that still grows, what it was when it was looked at.
      const bytes = new Uint8Array(found.size);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw said(error);
  }
};

/** Writes beside the path first, so that a file that stands there is replaced whole or not at all. */
export const writeModelFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw said(error);
  }
};
