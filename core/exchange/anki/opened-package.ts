import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AnkiMedia, AnkiPackage, ExtractedMedia } from './anki-package.ts';
import type { MediaList } from './media-list.ts';
import { countRows, type ForeignCollection } from './open-collection.ts';
import type { PackageProgress } from './open-package.ts';
import type { PackageVersion } from './package-layout.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { readDecks } from './read-decks.ts';
import { readNoteTypes } from './read-note-types.ts';
import { readPresets } from './read-presets.ts';
import { readCards, readLastReviews, readNotes, readReviews } from './read-rows.ts';
import { damageAsRefusal, rowsWithRefusal } from './sqlite-damage.ts';
import { unpackEntry } from './unpack-entry.ts';
import type { ZipArchive } from './zip-archive.ts';

export type OpenedParts = {
  version: PackageVersion;
  collection: ForeignCollection;
  /** Null for a bare collection file. */
  archive: ZipArchive | null;
  list: MediaList;
  ownDir: string;
  bounds: PackageLimits;
  budget: { bytesLeft: number };
  signal?: AbortSignal;
  onProgress?: (progress: PackageProgress) => void;
};

/** Reads what is small of an open collection and offers the rest row by row. Closes the collection when that fails.
 * @throws PackageRefusedError `bad_field`, `too_large`, `only_update_note` or `damaged_collection` */
export async function openedPackage(parts: OpenedParts): Promise<AnkiPackage> {
  const { db } = parts.collection;
  try {
    parts.onProgress?.({ step: 'reading', done: 0, total: 1 });
    const opened = damageAsRefusal(() => assemble(parts));
    parts.onProgress?.({ step: 'reading', done: 1, total: 1 });
    return opened;
  } catch (error) {
    db.close();
    throw error;
  }
}

function assemble(parts: OpenedParts): AnkiPackage {
  const { collection, list, bounds } = parts;
  const { db } = collection;
  const running = new Set<Iterator<unknown>>();
  const counts = {
    notes: countRows(db, 'notes'),
    cards: countRows(db, 'cards'),
    reviews: countRows(db, 'revlog'),
    media: list.media.length,
  };
  refuseUpdateNote(parts, counts);
  return {
    version: parts.version,
    schema: collection.schema,
    createdAt: collection.createdAt,
    decks: readDecks(collection, bounds),
    presets: readPresets(collection, bounds),
    noteTypes: readNoteTypes(collection, bounds),
    counts,
    media: list.media,
    skippedMedia: list.skipped,
    notes: () => tracked(running, () => readNotes(db, bounds)),
    cards: () => tracked(running, () => readCards(db)),
    reviews: () => tracked(running, () => readReviews(db)),
    lastReviews: () => damageAsRefusal(() => readLastReviews(db)),
    extractMedia: (entry, toFile) => extractMedia(parts, entry, toFile),
    close: () => closePackage(parts, running),
  };
}

/** Without `meta` nothing tells the stand-in for old programs from a collection but its content: one note, never reviewed, about package
 * files. Its words are translated, the suffixes are not. */
function refuseUpdateNote(parts: OpenedParts, counts: AnkiPackage['counts']): void {
  if (parts.version !== 1 || counts.notes !== 1 || counts.reviews !== 0) return;
  for (const note of readNotes(parts.collection.db, parts.bounds)) {
    if (note.fields[0]?.includes('.colpkg/.apkg') === true) throw new PackageRefusedError('only_update_note');
  }
}

/** An SQLite connection cannot close under a running statement, so unfinished generators are remembered. */
function* tracked<T>(running: Set<Iterator<unknown>>, rows: () => IterableIterator<T>): IterableIterator<T> {
  const iterator = rowsWithRefusal(rows);
  running.add(iterator);
  try {
    yield* iterator;
  } finally {
    running.delete(iterator);
  }
}

async function extractMedia(parts: OpenedParts, media: AnkiMedia, toFile: string): Promise<ExtractedMedia> {
  const { archive, list, bounds, budget, signal } = parts;
  const entry = list.entryOf.get(media);
  if (archive === null || entry === undefined) throw new TypeError('this media file is not of this package');
  const destination = createWriteStream(toFile, { flags: 'wx' });
  const options = {
    what: 'media file',
    zstd: parts.version === 3,
    maxBytes: bounds.maxMediaFileBytes,
  } as const;
  try {
    const { size, sha256, sha1 } = await unpackEntry(archive, entry, destination, {
      ...options,
      limits: bounds,
      budget,
      signal,
    });
    const differs =
      (media.size !== undefined && media.size !== size) || (media.sha1 !== undefined && media.sha1 !== sha1);
    if (differs) throw new PackageRefusedError('damaged_media', { size });
    return { sha256, size };
  } catch (error) {
    const existedBefore = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!existedBefore) await rm(toFile, { force: true });
    throw error;
  }
}

async function closePackage(parts: OpenedParts, running: Set<Iterator<unknown>>): Promise<void> {
  for (const iterator of running) iterator.return?.();
  running.clear();
  parts.collection.db.close();
  await parts.archive?.close();
  await rm(parts.ownDir, { recursive: true, force: true });
}
