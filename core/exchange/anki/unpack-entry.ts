import { createHash } from 'node:crypto';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createInflateRaw, createZstdDecompress } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import type { ZipArchive } from './zip-archive.ts';

export type UnpackOptions = {
  /** Whether the content of the entry is itself zstd compressed, as everything in version 3 but `meta` is. */
  zstd: boolean;
  /** For details of a refusal. */
  what: 'collection' | 'media list' | 'media file' | 'meta';
  maxBytes: number;
  /** Bytes that may still be unpacked from this package; reduced as they come out. */
  budget: { bytesLeft: number };
  limits: PackageLimits;
  signal?: AbortSignal | undefined;
  /** Packed bytes read so far. */
  onRead?: ((done: number) => void) | undefined;
};

export type Unpacked = { size: number; sha256: string; sha1: string };

const STORED = 0;
const DEFLATED = 8;
/** 128 MiB, zstd's own recommendation: a frame that asks for a larger window is refused instead of allocated. */
const MAX_ZSTD_WINDOW_LOG = 27;
/** How many times the floor of the ratio may come out before the beginning of an entry is judged by itself. */
const HEAD_FLOORS = 8;

/** Streams one entry, unpacked, into `destination`, and stops at the first byte beyond a bound.
 * @throws PackageRefusedError `too_large`, `suspicious_compression`, `unsupported_compression` or `damaged_package` */
export async function unpackEntry(
  archive: ZipArchive,
  entry: Entry,
  destination: Writable,
  options: UnpackOptions,
): Promise<Unpacked> {
  const { compressionMethod: method } = entry;
  if (method !== STORED && method !== DEFLATED) {
    destination.destroy();
    throw new PackageRefusedError('unsupported_compression', { what: options.what, method });
  }
  const read = { bytes: 0 };
  const meter = new Meter(entry, read, options);
  try {
    const stages = [await archive.packedStream(entry), readCounter(read, options)];
    if (method === DEFLATED) stages.push(createInflateRaw());
    stages.push(storedContentCheck(entry, options));
    if (options.zstd) {
      stages.push(createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG } }));
    }
    await pipeline([...stages, meter, destination], { signal: options.signal });
  } catch (error) {
    destination.destroy();
    throw unpackRefusal(error, options);
  }
  return meter.result();
}

/** The same into memory, for entries that are small by their bound. */
export async function unpackToBuffer(
  archive: ZipArchive,
  entry: Entry,
  options: UnpackOptions,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      chunks.push(chunk);
      callback();
    },
  });
  await unpackEntry(archive, entry, destination, options);
  return Buffer.concat(chunks);
}

function readCounter(read: { bytes: number }, options: UnpackOptions): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      read.bytes += chunk.length;
      options.onRead?.(read.bytes);
      callback(null, chunk);
    },
  });
}

/** Compares what the zip layer yields with the size and checksum that the directory states. */
function storedContentCheck(entry: Entry, options: UnpackOptions): Transform {
  let size = 0;
  let checksum = 0;
  const differs = (): PackageRefusedError =>
    new PackageRefusedError('damaged_package', { what: options.what });
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      callback(size > entry.uncompressedSize ? differs() : null, chunk);
    },
    flush(callback) {
      callback(size === entry.uncompressedSize && checksum === entry.crc32 ? null : differs());
    },
  });
}

/** Passes content on while it stays within bounds, and digests it. */
class Meter extends Transform {
  #size = 0;
  readonly #packedSize: number;
  readonly #read: { readonly bytes: number };
  readonly #options: UnpackOptions;
  readonly #sha256 = createHash('sha256');
  readonly #sha1 = createHash('sha1');

  constructor(entry: Entry, read: { readonly bytes: number }, options: UnpackOptions) {
    super();
    this.#read = read;
    this.#packedSize = Math.max(1, entry.compressedSize);
    this.#options = options;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    callback: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.#size += chunk.length;
    this.#options.budget.bytesLeft -= chunk.length;
    const refusal = this.#refusal();
    if (refusal !== null) {
      callback(refusal);
      return;
    }
    this.#sha256.update(chunk);
    this.#sha1.update(chunk);
    callback(null, chunk);
  }

  #refusal(): PackageRefusedError | null {
    const { what, maxBytes, budget, limits } = this.#options;
    if (this.#size > maxBytes) return new PackageRefusedError('too_large', { what, limit: maxBytes });
    if (budget.bytesLeft < 0)
      return new PackageRefusedError('too_large', { what: 'package', limit: limits.maxTotalBytes });
    // A long bomb would need gigabytes to betray itself by its whole size; by what was read so far it does so at once. An
    // honest file may begin with much that packs well, so more of it is let through.
    const soFar = this.#size / Math.max(1, this.#read.bytes);
    const isBomb =
      (this.#size > limits.ratioFloorBytes && this.#size / this.#packedSize > limits.maxRatio) ||
      (this.#size > limits.ratioFloorBytes * HEAD_FLOORS && soFar > limits.maxRatio);
    if (isBomb) {
      return new PackageRefusedError('suspicious_compression', { what, limit: limits.maxRatio });
    }
    return null;
  }

  result(): Unpacked {
    return { size: this.#size, sha256: this.#sha256.digest('hex'), sha1: this.#sha1.digest('hex') };
  }
}

/** What zlib, zstd and yauzl report is damage to the package; failures of the file system (they carry a `syscall`) and a cancel pass through. */
function unpackRefusal(error: unknown, options: UnpackOptions): unknown {
  if (error instanceof PackageRefusedError || options.signal?.aborted === true) return error;
  if (!(error instanceof Error) || 'syscall' in error) return error;
  return new PackageRefusedError('damaged_package', { what: options.what }, { cause: error });
}
