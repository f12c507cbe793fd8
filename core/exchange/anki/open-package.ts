import { createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AnkiPackage } from './anki-package.ts';
import { FIRST_TABLE_SCHEMA, isSqliteFile, openCollection } from './open-collection.ts';
import { openedPackage } from './opened-package.ts';
import { packageLayout, parseMeta, type PackageVersion } from './package-layout.ts';
import { DEFAULT_PACKAGE_LIMITS, type PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { parseJsonMediaList, parseProtobufMediaList, resolveMedia, type MediaList } from './media-list.ts';
import { unpackEntry, unpackToBuffer, type UnpackOptions } from './unpack-entry.ts';
import { openZipArchive, type ZipArchive } from './zip-archive.ts';

export type PackageProgress = {
  step: 'unpacking' | 'checking' | 'reading';
  /** Bytes while unpacking, otherwise 0 or 1 of 1. */
  done: number;
  total: number;
};

export type OpenPackageOptions = {
  /** An existing folder for temporary files; the package makes and removes one of its own inside. */
  workDir: string;
  limits?: Partial<PackageLimits>;
  signal?: AbortSignal;
  onProgress?: (progress: PackageProgress) => void;
};

/** What the steps of opening share. */
type Opening = OpenPackageOptions & { ownDir: string; bounds: PackageLimits; budget: { bytesLeft: number } };

const META_BYTES = 4096;
const NO_MEDIA: MediaList = { media: [], entryOf: new Map(), skipped: 0 };

/** Opens an Anki package (`.apkg`, `.colpkg`, versions 1 to 3) or a bare collection file, whatever its name says: the content decides.
 * Blocks its thread for seconds with a large collection (SQLite's check), so call it in a worker.
 * @throws PackageRefusedError for everything wrong with the file, the reason of `signal` after a cancel, and Node's own errors when the
 * machine fails. Nothing is left behind in `workDir` then. */
export async function openPackage(path: string, options: OpenPackageOptions): Promise<AnkiPackage> {
  const isZip = await startsLikeZip(path);
  const ownDir = await mkdtemp(join(resolve(options.workDir), 'anki-'));
  const bounds = { ...DEFAULT_PACKAGE_LIMITS, ...options.limits };
  const opening: Opening = { ...options, ownDir, bounds, budget: { bytesLeft: bounds.maxTotalBytes } };
  try {
    return isZip ? await openArchive(path, opening) : await openBareCollection(path, opening);
  } catch (error) {
    await rm(ownDir, { recursive: true, force: true });
    throw error;
  }
}

/** @throws PackageRefusedError `empty_file` or `not_a_package` when the content is neither a zip archive nor SQLite */
async function startsLikeZip(path: string): Promise<boolean> {
  const { size, isFile } = await stat(path).then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
  if (!isFile) throw new PackageRefusedError('not_a_package');
  if (size === 0) throw new PackageRefusedError('empty_file');
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const magic = buffer.toString('latin1');
    if (magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006') return true;
  } finally {
    await file.close();
  }
  if (isSqliteFile(path)) return false;
  throw new PackageRefusedError('not_a_package');
}

async function openBareCollection(path: string, opening: Opening): Promise<AnkiPackage> {
  const { size } = await stat(path);
  const limit = opening.bounds.maxCollectionBytes;
  if (size > limit) throw new PackageRefusedError('too_large', { what: 'collection', limit });
  opening.onProgress?.({ step: 'unpacking', done: 0, total: size });
  const copy = join(opening.ownDir, 'collection.sqlite');
  await copyFile(path, copy);
  opening.signal?.throwIfAborted();
  opening.onProgress?.({ step: 'checking', done: 0, total: 1 });
  const collection = openCollection(copy, opening.bounds);
  const version = collection.schema < FIRST_TABLE_SCHEMA ? 1 : 3;
  return openedPackage({ ...opening, version, collection, archive: null, list: NO_MEDIA });
}

async function openArchive(path: string, opening: Opening): Promise<AnkiPackage> {
  const archive = await openZipArchive(path, opening.bounds, opening.signal);
  try {
    const { version, collection: entry } = packageLayout(archive.entries, await readMeta(archive, opening));
    const list = await readMediaList(archive, version, opening);
    const file = join(opening.ownDir, 'collection.sqlite');
    await unpackEntry(archive, entry, createWriteStream(file, { flags: 'wx' }), {
      ...unpackOptions(opening),
      what: 'collection',
      zstd: version === 3,
      maxBytes: opening.bounds.maxCollectionBytes,
      onRead: (done) => opening.onProgress?.({ step: 'unpacking', done, total: entry.compressedSize }),
    });
    opening.onProgress?.({ step: 'checking', done: 0, total: 1 });
    const collection = openCollection(file, opening.bounds);
    return await openedPackage({ ...opening, version, collection, archive, list });
  } catch (error) {
    await archive.close();
    throw error;
  }
}

function unpackOptions(opening: Opening): Pick<UnpackOptions, 'budget' | 'limits' | 'signal'> {
  return { budget: opening.budget, limits: opening.bounds, signal: opening.signal };
}

async function readMeta(archive: ZipArchive, opening: Opening): Promise<PackageVersion | null> {
  const entry = archive.entries.get('meta');
  if (entry === undefined) return null;
  const options = { ...unpackOptions(opening), what: 'meta', zstd: false, maxBytes: META_BYTES } as const;
  return parseMeta(await unpackToBuffer(archive, entry, options));
}

async function readMediaList(
  archive: ZipArchive,
  version: PackageVersion,
  opening: Opening,
): Promise<MediaList> {
  const entry = archive.entries.get('media');
  if (entry === undefined) return NO_MEDIA;
  const zstd = version === 3;
  const maxBytes = opening.bounds.maxMediaListBytes;
  const bytes = await unpackToBuffer(archive, entry, {
    ...unpackOptions(opening),
    what: 'media list',
    zstd,
    maxBytes,
  });
  const listed = zstd
    ? parseProtobufMediaList(bytes, opening.bounds)
    : parseJsonMediaList(bytes, opening.bounds);
  return resolveMedia(listed, archive.entries, opening.bounds);
}
