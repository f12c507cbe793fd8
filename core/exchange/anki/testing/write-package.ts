import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, zstdCompressSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { basicNoteType, type DescribedMedia, type PackageDescription } from './package-description.ts';
import { bytesField, message, textField, varintField } from './protobuf-writer.ts';
import { writeCollection } from './write-collection.ts';

export type WritableVersion = 1 | 2 | 3;

/** Writes an Anki package: version 1 (`collection.anki2`), 2 (`collection.anki21`) or 3 (`collection.anki21b` and zstd). Versions 2 and 3 carry
 * the stand-in collection for old programs, as Anki's do. Shares no code with the reader. */
export async function writePackage(
  path: string,
  version: WritableVersion,
  description: PackageDescription,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'anki-writer-'));
  try {
    const collection = join(folder, 'collection');
    writeCollection(collection, version === 3 ? 18 : 11, description);
    const zip = new ZipFile();
    zip.on('error', (error) => zip.outputStream.emit('error', error));
    const written = pipeline(zip.outputStream, createWriteStream(path));
    await addCollection(zip, version, collection, folder);
    addMedia(zip, version, description.media);
    zip.end();
    await written;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addCollection(
  zip: ZipFile,
  version: WritableVersion,
  collection: string,
  folder: string,
): Promise<void> {
  if (version === 1) {
    zip.addFile(collection, 'collection.anki2');
    return;
  }
  zip.addBuffer(varintField(1, version), 'meta', { compress: false });
  if (version === 2) {
    zip.addFile(collection, 'collection.anki21', { compressionLevel: 1 });
  } else {
    const packed = `${collection}.zst`;
    await pipeline(createReadStream(collection), createZstdCompress(), createWriteStream(packed));
    zip.addFile(packed, 'collection.anki21b', { compress: false });
  }
  zip.addBuffer(await updateNoteCollection(folder), 'collection.anki2');
}

/** The collection whose only note asks old programs to update. */
export async function updateNoteCollection(folder: string): Promise<Buffer> {
  const path = join(folder, 'update-note');
  const text = 'Please update to the latest Anki version, then import the .colpkg/.apkg file again.';
  writeCollection(path, 11, {
    createdAt: 1_700_000_000,
    decks: [{ id: 1, name: 'Default' }],
    noteTypes: [basicNoteType(1_700_000_000_001)],
    notes: [{ id: 1_700_000_000_002, guid: 'update', noteTypeId: 1_700_000_000_001, fields: [text, ''] }],
    cards: [{ id: 1_700_000_000_003, noteId: 1_700_000_000_002, deckId: 1, ordinal: 0 }],
    reviews: [],
  });
  return readFile(path);
}

function addMedia(zip: ZipFile, version: WritableVersion, media: readonly DescribedMedia[]): void {
  media.forEach(({ bytes }, index) => {
    zip.addBuffer(version === 3 ? zstdCompressSync(bytes) : Buffer.from(bytes), String(index), {
      compress: version !== 3,
    });
  });
  const list = version === 3 ? zstdCompressSync(protobufMediaList(media)) : Buffer.from(jsonMediaList(media));
  zip.addBuffer(list, 'media', { compress: version !== 3 });
}

export function jsonMediaList(media: readonly DescribedMedia[]): string {
  return JSON.stringify(Object.fromEntries(media.map(({ name }, index) => [String(index), name])));
}

export function protobufMediaList(media: readonly DescribedMedia[]): Buffer {
  return message(
    ...media.map(({ name, bytes }) => {
      const sha1 = createHash('sha1').update(bytes).digest();
      return bytesField(1, message(textField(1, name), varintField(2, bytes.length), bytesField(3, sha1)));
    }),
  );
}
