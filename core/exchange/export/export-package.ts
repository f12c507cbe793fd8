import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveScope, type Scope } from '../../library/scope.ts';
import type { Settings } from '../../settings/contract.ts';
import { blobPath, syncFolder, syncPath } from '../../store/blobs.ts';
import { openReader } from '../../store/open-store.ts';
import type { Profile } from '../../store/profile.ts';
import type { StoreReader } from '../../store/reader.ts';
import { mediaInTexts } from './media-in-texts.ts';
import { writePleaseUpdate } from './please-update.ts';
import { mediaOfLibrary } from './rows-of-library.ts';
import { writeArchive, type ArchivedMedia } from './write-archive.ts';
import { writeCollection } from './write-collection.ts';

export type ExportChoice = {
  scope: Scope;
  /** `colpkg` is a whole collection, which takes the place of the one it is opened in; `apkg` is added to it. */
  format: 'apkg' | 'colpkg';
  layout: 'legacy' | 'new';
  scheduling: boolean;
  media: boolean;
  presets: boolean;
};

export type ExportOptions = ExportChoice & {
  profile: Profile;
  /** An empty folder for what is made on the way. */
  folder: string;
  /** The finished package; what lies there gives way only when it is complete. */
  file: string;
  settings: Settings;
  now: number;
  zone: string;
  onProgress(step: string, done: number, total: number): void;
  signal: AbortSignal;
};

export type ExportReport = {
  notes: number;
  cards: number;
  reviews: number;
  media: number;
  /** Media that the library names and whose file is gone. */
  missingMedia: number;
  sizeBytes: number;
};

const rowsBetweenSteps = 2000;

/** Counts rows of each step, says so now and then, and stops where it was cancelled. */
const rowCounter = (options: ExportOptions): ((step: string) => void) => {
  const done = new Map<string, number>();
  return (step) => {
    const count = (done.get(step) ?? 0) + 1;
    done.set(step, count);
    if (count % rowsBetweenSteps !== 1) return;
    options.onProgress(`export_${step}`, count, 0);
    options.signal.throwIfAborted();
  };
};

const mediaFor = (
  reader: StoreReader,
  options: ExportOptions,
  texts: Iterable<string>,
): { media: ArchivedMedia[]; missing: number } => {
  if (!options.media) return { media: [], missing: 0 };
  const rows = reader.all(mediaOfLibrary, {});
  const isWhole = options.scope.course === undefined && options.scope.lecture === undefined;
  const wanted = isWhole ? undefined : mediaInTexts(texts, new Set(rows.map(({ name }) => name)));
  const listed = rows
    .filter(({ name }) => wanted?.has(name) ?? true)
    .map(({ name, sha256, size_bytes: sizeBytes }) => ({
      name,
      file: blobPath(options.profile, sha256),
      sizeBytes,
    }));
  const media = listed.filter(({ file, sizeBytes }) => existsSync(file) && statSync(file).size === sizeBytes);
  return { media, missing: listed.length - media.length };
};

/**
 * Writes a scope of the library as an Anki package, from one moment of the store; answers go on meanwhile. The file
 * appears under its name only when it is complete and on the disk.
 */
export const exportPackage = async (options: ExportOptions): Promise<ExportReport> => {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  // Beside its place: a rename works only within one file system.
  const partial = `${options.file}.part`;
  const collection = join(options.folder, 'collection');
  const pleaseUpdate = join(options.folder, 'please-update');
  const { reader, connection, close } = openReader(options.profile);
  try {
    connection.exec('BEGIN');
    const written = writeCollection(collection, reader, {
      ...options,
      whole: options.format === 'colpkg',
      scope: resolveScope(reader, options.scope),
      onRow: rowCounter(options),
    });
    const { media, missing } = mediaFor(reader, options, written.mediaTexts);
    connection.exec('COMMIT');
    writePleaseUpdate(pleaseUpdate);
    rmSync(partial, { force: true });
    let packed = 0;
    options.onProgress('export_media', 0, media.length);
    await writeArchive(partial, {
      layout: options.layout,
      collection,
      pleaseUpdate,
      media,
      signal: options.signal,
      onFile: () => options.onProgress('export_media', (packed += 1), media.length),
    });
    options.signal.throwIfAborted();
    syncPath(partial);
    const sizeBytes = statSync(partial).size;
    renameSync(partial, options.file);
    syncFolder(dirname(options.file));
    const { notes, cards, reviews } = written;
    return { notes, cards, reviews, media: media.length, missingMedia: missing, sizeBytes };
  } finally {
    close();
    for (const file of [partial, collection, pleaseUpdate]) rmSync(file, { force: true });
  }
};
