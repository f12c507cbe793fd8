import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { ZipFileReader } from './zip-file-reader.ts';

/** An archive whose directory was read and found plausible. Entry names are keys into it and never become paths. */
export type ZipArchive = {
  /** Regular files by name. Folders, symbolic links and devices are left out as if absent. */
  entries: ReadonlyMap<string, Entry>;
  /** The packed bytes of an entry, as they lie in the archive. */
  packedStream(entry: Entry): Promise<Readable>;
  close(): Promise<void>;
};

const MADE_BY_UNIX = 3;
const FILE_TYPE_MASK = 0xf000;
const REGULAR_FILE = 0x8000;

/** Reads the directory of a zip archive within bounds.
 * @throws PackageRefusedError `truncated`, `encrypted`, `damaged_package`, `too_many_entries`, `too_large`, `suspicious_compression`,
 * `duplicate_entry` or `bad_entry_name` */
export async function openZipArchive(
  path: string,
  limits: PackageLimits,
  signal?: AbortSignal,
): Promise<ZipArchive> {
  const reader = new ZipFileReader(path);
  const zip = await openDirectory(reader, limits);
  try {
    const entries = await listEntries(zip, reader.size, limits, signal);
    return { entries, packedStream: (entry) => packedStream(zip, entry), close: () => closeZip(zip) };
  } catch (error) {
    await closeZip(zip);
    throw error;
  }
}

async function openDirectory(reader: ZipFileReader, limits: PackageLimits): Promise<ZipFile> {
  let zip: ZipFile;
  try {
    // Names stay bytes: yauzl would refuse odd names with an error we could not tell apart, and we use none of them as a path.
    zip = await fromRandomAccessReaderPromise(reader, reader.size, {
      autoClose: false,
      decodeStrings: false,
    });
  } catch (error) {
    reader.close(() => undefined);
    throw directoryRefusal(error);
  }
  if (zip.entryCount <= limits.maxEntries) return zip;
  await closeZip(zip);
  throw new PackageRefusedError('too_many_entries', { entries: zip.entryCount, limit: limits.maxEntries });
}

async function closeZip(zip: ZipFile): Promise<void> {
  if (!zip.isOpen) return;
  const closed = once(zip, 'close');
  zip.close();
  await closed;
}

async function listEntries(
  zip: ZipFile,
  packageBytes: number,
  limits: PackageLimits,
  signal?: AbortSignal,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let packedTotal = 0;
  let unpackedTotal = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const name = checkedName(entry, limits);
      if (seen.has(name)) throw new PackageRefusedError('duplicate_entry', { entries: seen.size });
      seen.add(name);
      packedTotal += entry.compressedSize;
      unpackedTotal += entry.uncompressedSize;
      if (unpackedTotal > limits.maxTotalBytes) {
        throw new PackageRefusedError('too_large', { what: 'package', limit: limits.maxTotalBytes });
      }
      // Entries that share bytes are how a small archive pretends to hold petabytes.
      if (packedTotal > packageBytes)
        throw new PackageRefusedError('suspicious_compression', { packageBytes });
      if (isRegularFile(entry, name)) entries.set(name, entry);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw directoryRefusal(error);
  }
  return entries;
}

function checkedName(entry: Entry, limits: PackageLimits): string {
  if (entry.isEncrypted()) throw new PackageRefusedError('encrypted');
  const raw = entry.fileNameRaw;
  if (raw.length === 0 || raw.length > limits.maxEntryNameBytes || raw.includes(0)) {
    throw new PackageRefusedError('bad_entry_name', { bytes: raw.length, limit: limits.maxEntryNameBytes });
  }
  return raw.toString('latin1');
}

function isRegularFile(entry: Entry, name: string): boolean {
  if (name.endsWith('/')) return false;
  if (entry.versionMadeBy >>> 8 !== MADE_BY_UNIX) return true;
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  return type === 0 || type === REGULAR_FILE;
}

async function packedStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry, { decodeFileData: false });
  } catch (error) {
    throw directoryRefusal(error);
  }
}

/** yauzl describes defects in prose only; failures of the file system carry an errno and pass through. */
function directoryRefusal(error: unknown): unknown {
  if (error instanceof PackageRefusedError || !(error instanceof Error) || 'errno' in error) return error;
  const { message } = error;
  if (message.includes('ncrypt')) return new PackageRefusedError('encrypted', {}, { cause: error });
  const endMissing = message.startsWith('End of central directory record signature not found');
  return new PackageRefusedError(endMissing ? 'truncated' : 'damaged_package', {}, { cause: error });
}
