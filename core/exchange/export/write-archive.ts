import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, zstdCompressSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { ZipFile } from 'yazl';

export type ArchivedMedia = { name: string; file: string; sizeBytes: number };

export type ArchiveParts = {
  layout: 'legacy' | 'new';
  collection: string;
  /** The collection of one note that programs which are too old show instead. */
  pleaseUpdate: string;
  media: readonly ArchivedMedia[];
  onFile(): void;
  signal: AbortSignal;
};

const sha1Of = async (file: string): Promise<Buffer> => {
  const hash = createHash('sha1');
  await pipeline(createReadStream(file), hash);
  return hash.digest();
};

/** `meta`: field 1 is the version of the package. */
const metaOf = (version: 2 | 3): Buffer => {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, version);
  return Buffer.from(pbf.finish());
};

const legacyList = (media: readonly ArchivedMedia[]): Buffer =>
  Buffer.from(JSON.stringify(Object.fromEntries(media.map(({ name }, index) => [String(index), name]))));

/** Entries of name, size and SHA-1, in the order of the members' numbers. */
const protobufList = async (parts: ArchiveParts): Promise<Buffer> => {
  const pbf = new PbfWriter();
  for (const { name, file, sizeBytes } of parts.media) {
    parts.signal.throwIfAborted();
    const sha1 = await sha1Of(file);
    pbf.writeMessage(
      1,
      (_, entry) => {
        entry.writeStringField(1, name);
        entry.writeVarintField(2, sizeBytes);
        entry.writeBytesField(3, sha1);
      },
      null,
    );
  }
  return zstdCompressSync(pbf.finish());
};

const addMedia = (zip: ZipFile, parts: ArchiveParts): void => {
  for (const [index, { file }] of parts.media.entries()) {
    const name = String(index);
    // Pictures and sounds are packed already.
    zip.addReadStreamLazy(name, { compress: false }, (give) => {
      parts.onFile();
      const stream = createReadStream(file);
      give(null, parts.layout === 'new' ? stream.pipe(createZstdCompress()) : stream);
    });
  }
};

/** Packs a collection and its media as Anki does: version 2 (legacy) or 3 (new). */
export const writeArchive = async (path: string, parts: ArchiveParts): Promise<void> => {
  const zip = new ZipFile();
  zip.addBuffer(metaOf(parts.layout === 'new' ? 3 : 2), 'meta', { compress: false });
  zip.addFile(parts.pleaseUpdate, 'collection.anki2');
  if (parts.layout === 'new') {
    zip.addReadStreamLazy('collection.anki21b', { compress: false }, (give) =>
      give(null, createReadStream(parts.collection).pipe(createZstdCompress())),
    );
    zip.addBuffer(await protobufList(parts), 'media', { compress: false });
  } else {
    zip.addFile(parts.collection, 'collection.anki21');
    zip.addBuffer(legacyList(parts.media), 'media');
  }
  addMedia(zip, parts);
  const failed = new Promise<never>((_, reject) => {
    zip.on('error', reject);
  });
  zip.end();
  await Promise.race([
    pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }), { signal: parts.signal }),
    failed,
  ]);
};
