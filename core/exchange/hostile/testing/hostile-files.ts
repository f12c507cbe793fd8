import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { constants, crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';
import { bytesField, textField, varintField } from '../../anki/testing/protobuf-writer.ts';
import { rawZip, type RawEntry } from '../../anki/testing/raw-zip.ts';
import { samplePackage } from '../../anki/testing/sample-package.ts';
import { writeCollection } from '../../anki/testing/write-collection.ts';

/** A file built to do harm at its full size. `expected`: the reason of its refusal, or `staged` where what is harmful is left out. */
export type HostileFile = { name: string; expected: string; write(path: string): void };

const MIB = 2 ** 20;
const META_3: RawEntry = { name: 'meta', content: varintField(1, 3) };

const collection = (
  path: string,
  schema: 11 | 18,
  spoil: string | ((db: DatabaseSync) => void) = '',
): Buffer => {
  const file = `${path}.tmp`;
  writeCollection(file, schema, samplePackage);
  const db = new DatabaseSync(file, { defensive: false });
  if (typeof spoil === 'string') db.exec(spoil);
  else spoil(db);
  db.close();
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
};

/** Zeros without end, in little room: one deflated stretch that does not close, many times over. */
const zeros = Buffer.alloc(64 * MIB);
const stretch = deflateRawSync(zeros, { finishFlush: constants.Z_SYNC_FLUSH });
const frame = zstdCompressSync(zeros);

const deflatedZeros = (bytes: number): Buffer => {
  const end = deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: Math.ceil(bytes / (64 * MIB)) }, () => stretch), end]);
};

const zstdZeros = (bytes: number): Buffer => {
  return Buffer.concat(Array.from({ length: Math.ceil(bytes / (64 * MIB)) }, () => frame));
};

/** An entry whose packed bytes are given as they are. */
const packed = (name: string, content: Buffer, statedSize: number): RawEntry => ({
  name,
  content,
  method: 8,
  statedSize,
  crc: 0,
});

const inArchive = (path: string, entries: readonly RawEntry[]): void => writeFileSync(path, rawZip(entries));

const version1 = (path: string, ...more: RawEntry[]): void =>
  inArchive(path, [{ name: 'collection.anki2', content: collection(path, 11), deflate: true }, ...more]);

const version3 = (path: string, ...more: RawEntry[]): void =>
  inArchive(path, [
    META_3,
    { name: 'collection.anki21b', content: zstdCompressSync(collection(path, 18)) },
    ...more,
  ]);

const bare =
  (spoil: string | ((db: DatabaseSync) => void)) =>
  (path: string): void =>
    writeFileSync(path, collection(path, 11, spoil));

/** A directory of a million entries, written record by record: the builder of the other archives would hold it several times. */
const millionEntries = (path: string): void => {
  const count = 1_000_000;
  const recordBytes = 46 + 8;
  const directory = Buffer.alloc(count * recordBytes);
  for (let index = 0; index < count; index += 1) {
    const at = index * recordBytes;
    directory.write('PK\u0001\u0002', at, 'latin1');
    directory.writeUInt16LE(8, at + 28);
    directory.write(index.toString().padStart(8, '0'), at + 46, 'latin1');
  }
  const file = openSync(path, 'w');
  writeSync(file, Buffer.from('PK\u0003\u0004'));
  writeSync(file, Buffer.alloc(26 + 8));
  const start = 4 + 26 + 8;
  writeSync(file, directory);
  const end = Buffer.alloc(76 + 22);
  end.write('PK\u0006\u0006', 'latin1');
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(directory.length), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.write('PK\u0006\u0007', 56, 'latin1');
  end.writeBigUInt64LE(BigInt(start + directory.length), 64);
  end.writeUInt32LE(1, 72);
  end.write('PK\u0005\u0006', 76, 'latin1');
  end.writeUInt16LE(0xffff, 76 + 8);
  end.writeUInt16LE(0xffff, 76 + 10);
  end.writeUInt32LE(0xffffffff, 76 + 12);
  end.writeUInt32LE(0xffffffff, 76 + 16);
  writeSync(file, end);
  closeSync(file);
};

const manyNames = (count: number): Buffer =>
  Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      bytesField(1, Buffer.concat([textField(1, `${index}.png`), varintField(2, 1)])),
    ),
  );

/** Two gigabytes of a JSON list, deflated: no bracket ever closes it. */
const endlessList = (path: string): void =>
  version1(path, packed('media', deflatedZeros(2048 * MIB), 0x7fff_ffff));

const picture = Buffer.from('a picture');
const sha1 = createHash('sha1').update(picture).digest();

export const hostileFiles: readonly HostileFile[] = [
  {
    name: 'a collection of 12 GB of zeros, deflated',
    expected: 'suspicious_compression',
    write: (path) =>
      inArchive(path, [packed('collection.anki2', deflatedZeros(12 * 1024 * MIB), 0xfffffffe)]),
  },
  {
    name: 'a collection of 12 GB of zeros, zstd',
    expected: 'suspicious_compression',
    write: (path) =>
      inArchive(path, [META_3, { name: 'collection.anki21b', content: zstdZeros(12 * 1024 * MIB) }]),
  },
  {
    name: 'a media file of 12 GB of zeros, deflated',
    expected: 'suspicious_compression',
    write: (path) =>
      version1(
        path,
        { name: 'media', content: Buffer.from('{"0":"cell.png"}') },
        packed('0', deflatedZeros(12 * 1024 * MIB), 0xfffffffe),
      ),
  },
  { name: 'a million entries', expected: 'too_many_entries', write: millionEntries },
  {
    name: '60,000 entries that share the same bytes',
    expected: 'too_large',
    write: (path) => {
      const shared = deflatedZeros(64 * MIB);
      inArchive(
        path,
        [
          packed('0', shared, 64 * MIB),
          ...Array.from({ length: 60_000 }, (_, index) => ({
            ...packed(String(index + 1), Buffer.alloc(0), 64 * MIB),
            offset: 0,
          })),
        ].map((entry, index) => (index === 0 ? entry : { ...entry, content: Buffer.alloc(0) })),
      );
    },
  },
  {
    name: 'a media list of 2 GB, deflated',
    expected: 'too_large',
    write: endlessList,
  },
  {
    name: 'a media list of 2 GB, zstd',
    expected: 'suspicious_compression',
    write: (path) => version3(path, { name: 'media', content: zstdZeros(2048 * MIB) }),
  },
  {
    name: 'a media list of 200,000 names',
    expected: 'too_many_entries',
    write: (path) => version3(path, { name: 'media', content: zstdCompressSync(manyNames(200_000)) }),
  },
  {
    name: 'a media list of 200,000 levels',
    expected: 'damaged_media_list',
    write: (path) => version1(path, { name: 'media', content: Buffer.from('['.repeat(200_000)) }),
  },
  {
    name: 'names that climb, absolute names, and a name with NUL among the media',
    expected: 'staged',
    write: (path) => {
      const names = {
        0: '../../../../americano-climbed',
        1: '/americano-absolute',
        2: 'C:\\evil.png',
        3: 'a\u0000.png',
        4: '..',
        5: 'CON',
      };
      version1(
        path,
        { name: 'media', content: Buffer.from(JSON.stringify(names)) },
        ...Object.keys(names).map((name) => ({ name, content: picture })),
      );
    },
  },
  {
    name: 'entries with climbing and absolute names',
    expected: 'staged',
    write: (path) =>
      version1(
        path,
        { name: '../../americano-climbed', content: picture },
        { name: '/americano-absolute', content: picture },
      ),
  },
  {
    name: 'an entry with NUL in its name',
    expected: 'bad_entry_name',
    write: (path) => version1(path, { name: Buffer.from('collection.anki2\u0000.png'), content: picture }),
  },
  {
    name: 'a symbolic link for a collection',
    expected: 'no_collection',
    write: (path) =>
      inArchive(path, [
        { name: 'collection.anki2', content: Buffer.from('/etc/passwd'), unixMode: 0o120777 },
      ]),
  },
  {
    name: 'a symbolic link among the media',
    expected: 'staged',
    write: (path) =>
      version1(
        path,
        { name: 'media', content: Buffer.from('{"0":"cell.png"}') },
        { name: '0', content: Buffer.from('/etc/passwd'), unixMode: 0o120777 },
      ),
  },
  {
    name: 'a wrong checksum',
    expected: 'damaged_package',
    write: (path) => inArchive(path, [{ name: 'collection.anki2', content: collection(path, 11), crc: 1 }]),
  },
  {
    name: 'media of another digest than promised',
    expected: 'staged',
    write: (path) =>
      version3(
        path,
        {
          name: 'media',
          content: zstdCompressSync(
            bytesField(
              1,
              Buffer.concat([textField(1, 'cell.png'), varintField(2, picture.length), bytesField(3, sha1)]),
            ),
          ),
        },
        { name: '0', content: zstdCompressSync(Buffer.from('A picture')) },
      ),
  },
  {
    name: 'zstd that ends in the middle',
    expected: 'damaged_package',
    write: (path) => {
      const whole = zstdCompressSync(collection(path, 18));
      inArchive(path, [
        META_3,
        { name: 'collection.anki21b', content: whole.subarray(0, whole.length >> 1) },
      ]);
    },
  },
  {
    name: 'a view in the place of the notes',
    expected: 'unexpected_schema',
    write: bare(`ALTER TABLE notes RENAME TO real; CREATE VIEW notes AS
      WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT real.*, i FROM real, n`),
  },
  {
    name: 'a trigger on the cards',
    expected: 'unexpected_schema',
    write: bare('CREATE TRIGGER spy AFTER INSERT ON cards BEGIN DELETE FROM notes; END'),
  },
  {
    name: 'a generated column of a gigabyte a row',
    expected: 'unexpected_schema',
    write: bare(
      'ALTER TABLE cards DROP COLUMN data; ALTER TABLE cards ADD COLUMN data AS (hex(zeroblob(500000000)))',
    ),
  },
  {
    name: 'a field of 100 MB',
    expected: 'bad_field',
    write: bare(`UPDATE notes SET flds = replace(hex(zeroblob(50000000)), '00', 'ab') WHERE id = 1000`),
  },
  {
    name: 'note types of 200,000 levels',
    expected: 'bad_field',
    write: bare((db) => {
      db.prepare('UPDATE col SET models = ?').run(`{"1":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    }),
  },
  {
    name: 'a deck 1,300 levels deep',
    expected: 'staged',
    write: bare((db) => {
      db.prepare(`UPDATE col SET decks = replace(decks, 'Biology::Cells::Membranes', ?)`).run(
        Array.from({ length: 1300 }, (_, level) => String(level % 10)).join('::'),
      );
    }),
  },
  {
    name: 'clozes numbered beyond every number',
    expected: 'staged',
    write: bare((db) => {
      db.prepare('UPDATE notes SET flds = ? WHERE id = 1002').run(
        `${'{{c18446744073709551616::x}}'.repeat(500)}${'{{c1::'.repeat(50_000)}\u001f`,
      );
    }),
  },
  {
    name: 'a note with 20,000 tags',
    expected: 'bad_field',
    write: bare((db) => {
      db.prepare('UPDATE notes SET tags = ?').run(
        Array.from({ length: 20_000 }, (_, n) => `tag${n}`).join(' '),
      );
    }),
  },
  {
    name: 'pages that point at each other in a ring',
    expected: 'damaged_collection',
    write: (path) => {
      const bytes = collection(
        path,
        11,
        `INSERT INTO notes SELECT id + 100 * value, guid || value, mid, mod, usn, tags, hex(zeroblob(900)), 0, 0, 0, ''
        FROM notes, (WITH RECURSIVE n (value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM n WHERE value < 300) SELECT value FROM n) WHERE notes.id = 1000`,
      );
      const file = `${path}.ring`;
      writeFileSync(file, bytes);
      const db = new DatabaseSync(file);
      const root = Number(
        db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'notes'`).get()?.['rootpage'],
      );
      db.close();
      rmSync(file);
      // An inner page of a table names its last child in bytes 8 to 11: now it names itself.
      bytes.writeUInt32BE(root, (root - 1) * 4096 + 8);
      writeFileSync(path, bytes);
    },
  },
  {
    name: 'an archive that is also a database',
    expected: 'no_collection',
    write: (path) => {
      const inner = `${path}.inner`;
      writeFileSync(inner, collection(path, 11));
      copyFileSync(inner, path);
      rmSync(inner);
      const bytes = readFileSync(path);
      const archive = rawZip([
        { name: 'x', content: Buffer.concat([picture, bytes]), crc: crc32(Buffer.concat([picture, bytes])) },
      ]);
      writeFileSync(path, archive);
    },
  },
];
