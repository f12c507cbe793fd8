import { createHash, type Hash } from 'node:crypto';
import { createReadStream, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { RpcError } from '../../rpc/errors.ts';
import { syncFolder } from '../blobs.ts';
import { durableSink } from './durable-sink.ts';
import { packedEnding, partialEnding } from './backup-files.ts';

type OnProgress = (done: number, total: number) => void;

const chunkBytes = 2 ** 20;

/** Lets bytes through, adds them to a hash and tells how many have passed. */
const counting = (hash: Hash | undefined, onBytes: (bytes: number) => void): Transform => {
  let bytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      hash?.update(chunk);
      try {
        onBytes(bytes);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
};

const digestOfPacked = async (file: string, onBytes: (bytes: number) => void): Promise<string> => {
  const hash = createHash('sha256');
  const swallow = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(
    createReadStream(file, { highWaterMark: chunkBytes }),
    createZstdDecompress(),
    counting(hash, onBytes),
    swallow,
  );
  return hash.digest('hex');
};

/** Packs a file with Zstandard into the one beside it, reads that back, and removes the first. Returns its size. */
export const packFile = async (
  file: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ file: string; sizeBytes: number }> => {
  const packed = `${file}${packedEnding}`;
  const partial = `${packed}${partialEnding}`;
  const total = statSync(file).size * 2;
  const hash = createHash('sha256');
  try {
    const zstd = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
    });
    await pipeline(
      createReadStream(file, { highWaterMark: chunkBytes }),
      counting(hash, (bytes) => {
        onProgress(bytes, total);
        signal.throwIfAborted();
      }),
      zstd,
      durableSink(partial),
    );
    const readBack = await digestOfPacked(partial, (bytes) => {
      onProgress(total / 2 + bytes, total);
      signal.throwIfAborted();
    });
    if (readBack !== hash.digest('hex')) throw new RpcError('damaged', { file: basename(packed) });
    renameSync(partial, packed);
    syncFolder(dirname(packed));
    rmSync(file, { force: true });
    return { file: basename(packed), sizeBytes: statSync(packed).size };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
};

/**
 * Unpacks a file. Throws `too_large` once it grows beyond `limitBytes` (a few bytes can say that they are many), `damaged`
 * where it is not what it says.
 */
export const unpackFile = async (
  packed: string,
  to: string,
  limitBytes: number,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> => {
  try {
    await pipeline(
      createReadStream(packed, { highWaterMark: chunkBytes }),
      createZstdDecompress(),
      counting(undefined, (bytes) => {
        if (bytes > limitBytes) throw new RpcError('too_large', { limit: limitBytes });
        onProgress(bytes, 0);
        signal.throwIfAborted();
      }),
      durableSink(to),
    );
  } catch (error) {
    rmSync(to, { force: true });
    if (error instanceof Error && 'code' in error && /^(ZSTD_|Z_|ERR_ZLIB|ERR_ZSTD)/.test(String(error.code)))
      throw new RpcError('damaged', { file: basename(packed) }, { cause: error });
    throw error;
  }
};
