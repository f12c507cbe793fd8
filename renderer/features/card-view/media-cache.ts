import { callService } from '../../transport/connection.ts';

const mostFiles = 120;
/** Blobs lie in the browser's own store, which puts large ones on the disk. */
const mostBytes = 700_000_000;
/** What is shown now stays, however large. */
const newestFiles = 20;
/** No film on a card is longer; a file beyond it is left where it is. */
const largestFile = 512_000_000;

/** The first pieces of a file, as far as they were fetched. */
type Begun = { mime: string; sizeBytes: number; pieces: Blob[]; bytes: number };

type Entry = {
  /** null: there is no such file; undefined: not fetched yet. */
  url: string | null | undefined;
  begun: Begun | undefined;
  /** What is under way: the first piece, or all of it. */
  first: Promise<unknown> | undefined;
  whole: Promise<string | null> | undefined;
};

/** Media by name as blob URLs; the ones used longest ago are given back. Keeps names that do not exist, too. */
const entries = new Map<string, Entry>();
const tooLarge = new Set<string>();

/** The blob URL if it is at hand, null if there is no such file, undefined if it has to be fetched. */
export function mediaAtHand(name: string): string | null | undefined {
  return entries.get(name)?.url;
}

/** The file is there, but larger than a card can show. */
export const isMediaTooLarge = (name: string): boolean => tooLarge.has(name);

/**
 * The blob URL of a media file, a film piece by piece; null where the library has none of this name or it cannot be read
 * now. The frame's policy allows blobs only, so no address of the host ever stands in a card.
 */
export function fetchMedia(name: string): Promise<string | null> {
  const entry = entryOf(name);
  if (entry.url !== undefined) return Promise.resolve(entry.url);
  entry.whole ??= fetchWhole(name, entry).catch(() => {
    entries.delete(name);
    return null;
  });
  return entry.whole;
}

/** Fetches what will be needed soon; of a film only its first piece, which costs little if it is never played. */
export function prefetchMedia(name: string): void {
  const entry = entryOf(name);
  if (entry.url !== undefined || entry.whole !== undefined || entry.first !== undefined) return;
  void fetchFirst(name, entry).catch(() => entries.delete(name));
}

/** The entry of a name, now the newest. */
function entryOf(name: string): Entry {
  const entry = entries.get(name) ?? { url: undefined, begun: undefined, first: undefined, whole: undefined };
  entries.delete(name);
  entries.set(name, entry);
  return entry;
}

function fetchFirst(name: string, entry: Entry): Promise<unknown> {
  entry.first ??= callService('library.media', { name, offset: 0 }).then(({ file }) => {
    if (file === null) entry.url = null;
    else {
      const { mime, sizeBytes, bytes } = file;
      entry.begun = { mime, sizeBytes, pieces: [new Blob([bytes])], bytes: bytes.length };
      if (bytes.length >= sizeBytes) finish(entry, entry.begun);
    }
    giveBack();
  });
  return entry.first;
}

async function fetchWhole(name: string, entry: Entry): Promise<string | null> {
  await fetchFirst(name, entry);
  const { begun } = entry;
  if (begun === undefined || entry.url !== undefined) return entry.url ?? null;
  if (begun.sizeBytes > largestFile) {
    tooLarge.add(name);
    entry.url = null;
    return null;
  }
  while (begun.bytes < begun.sizeBytes) {
    const { file } = await callService('library.media', { name, offset: begun.bytes });
    // The library changed under us, or the file is cut: what was fetched is no file.
    if (file === null || file.sizeBytes !== begun.sizeBytes || file.bytes.length === 0) throw new Error(name);
    begun.pieces.push(new Blob([file.bytes]));
    begun.bytes += file.bytes.length;
  }
  const url = finish(entry, begun);
  giveBack();
  return url;
}

function finish(entry: Entry, begun: Begun): string {
  entry.url = URL.createObjectURL(new Blob(begun.pieces, { type: begun.mime }));
  // The pieces are in the whole now.
  begun.pieces = [];
  return entry.url;
}

function giveBack(): void {
  let files = entries.size;
  let bytes = 0;
  for (const { begun } of entries.values()) bytes += begun?.bytes ?? 0;
  for (const [name, entry] of entries) {
    if (files <= mostFiles && (bytes <= mostBytes || files <= newestFiles)) return;
    files--;
    if (entry.url === undefined) continue;
    entries.delete(name);
    bytes -= entry.begun?.bytes ?? 0;
    if (entry.url !== null) URL.revokeObjectURL(entry.url);
  }
}
