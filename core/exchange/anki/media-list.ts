import type { Entry } from 'yauzl';
import type { AnkiMedia } from './anki-package.ts';
import { isRecord, parseBoundedJson } from './bounded-json.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { bytesOf, numberOf, protobufFields, textOf } from './protobuf-fields.ts';

export type MediaList = {
  media: AnkiMedia[];
  entryOf: ReadonlyMap<AnkiMedia, Entry>;
  /** Listed, but absent from the archive, named impossibly, or named twice. */
  skipped: number;
};

type ListedMedia = { entryName: string; media: AnkiMedia };

/** Reads the JSON media list of versions 1 and 2: entry name → file name.
 * @throws PackageRefusedError `damaged_media_list` or `too_many_entries` */
export function parseJsonMediaList(bytes: Uint8Array, limits: PackageLimits): ListedMedia[] {
  const listed: ListedMedia[] = [];
  const value = refusingDamage(() =>
    parseBoundedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 1),
  );
  if (!isRecord(value)) throw new PackageRefusedError('damaged_media_list');
  for (const [entryName, name] of Object.entries(value)) {
    if (typeof name !== 'string') throw new PackageRefusedError('damaged_media_list');
    listed.push({ entryName, media: { name } });
    checkCount(listed.length, limits);
  }
  return listed;
}

/** Reads the protobuf media list of version 3: entries in field 1, each with name (1), size (2), SHA-1 (3) and, when it is not the
 * index, the entry name (255).
 * @throws PackageRefusedError `damaged_media_list` or `too_many_entries` */
export function parseProtobufMediaList(bytes: Uint8Array, limits: PackageLimits): ListedMedia[] {
  return refusingDamage(() => {
    const listed: ListedMedia[] = [];
    for (const field of protobufFields(bytes)) {
      if (field.number !== 1) continue;
      listed.push(listedMedia(bytesOf(field), listed.length));
      checkCount(listed.length, limits);
    }
    return listed;
  });
}

function listedMedia(message: Uint8Array, index: number): ListedMedia {
  let name = '';
  let size = 0;
  let sha1: string | undefined;
  let entryName = String(index);
  for (const field of protobufFields(message)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 2) size = numberOf(field);
    else if (field.number === 3) sha1 = Buffer.from(bytesOf(field)).toString('hex');
    else if (field.number === 255) entryName = String(numberOf(field));
  }
  const complete = sha1?.length === 40;
  return { entryName, media: complete ? { name, size, sha1: sha1 ?? '' } : { name, size } };
}

/** Pairs what is listed with what is there. The first of two files of one name stays. */
export function resolveMedia(
  listed: readonly ListedMedia[],
  entries: ReadonlyMap<string, Entry>,
  limits: PackageLimits,
): MediaList {
  const media: AnkiMedia[] = [];
  const entryOf = new Map<AnkiMedia, Entry>();
  const names = new Set<string>();
  for (const { entryName, media: file } of listed) {
    const entry = /^\d{1,10}$/.test(entryName) ? entries.get(entryName) : undefined;
    const name = file.name.normalize('NFC');
    if (entry === undefined || !isFileName(name, limits) || names.has(name)) continue;
    const found = { ...file, name };
    names.add(name);
    media.push(found);
    entryOf.set(found, entry);
  }
  return { media, entryOf, skipped: listed.length - media.length };
}

/** Cards name media without folders, so a name with a separator or control character refers to nothing. */
function isFileName(name: string, limits: PackageLimits): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (/[/\\\u0000-\u001f\u007f]/.test(name)) return false;
  return name !== '' && name !== '.' && name !== '..' && Buffer.byteLength(name) <= limits.maxNameBytes;
}

function checkCount(count: number, limits: PackageLimits): void {
  if (count > limits.maxMedia)
    throw new PackageRefusedError('too_many_entries', { what: 'media list', limit: limits.maxMedia });
}

function refusingDamage<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof PackageRefusedError) throw error;
    throw new PackageRefusedError('damaged_media_list', {}, { cause: error });
  }
}
