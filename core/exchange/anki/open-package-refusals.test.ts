import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPackage, type OpenPackageOptions } from './open-package.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError, type PackageRefusal } from './package-refused.ts';
import { bytesField, message, textField, varintField } from './testing/protobuf-writer.ts';
import { rawZip, type RawEntry } from './testing/raw-zip.ts';
import { samplePackage } from './testing/sample-package.ts';
import { seededRandom } from './testing/seeded-random.ts';
import { writeCollection, type CollectionContent } from './testing/write-collection.ts';
import { jsonMediaList, protobufMediaList, updateNoteCollection } from './testing/write-package.ts';

const MIB = 1024 * 1024;
const META_2 = { name: 'meta', content: varintField(1, 2) };
const META_3 = { name: 'meta', content: varintField(1, 3) };

let shared: string;
let folder: string;
let workDir: string;
let file: string;
let sample11: Buffer;
let sample18: Buffer;
let updateNote: Buffer;

beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'refusals-'));
  sample11 = collectionBytes(11);
  sample18 = collectionBytes(18);
  updateNote = await updateNoteCollection(shared);
});

afterAll(() => rm(shared, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(shared, 'case-'));
  workDir = await mkdtemp(join(folder, 'work-'));
  file = join(folder, 'deck.apkg');
});

afterEach(() => rm(folder, { recursive: true }));

let collections = 0;

/** A collection file, after `spoil` ran its SQL on it. */
function collectionBytes(schema: 11 | 18, content: Partial<CollectionContent> = {}, spoil = ''): Buffer {
  collections += 1;
  const path = join(shared, `collection-${collections}`);
  writeCollection(path, schema, { ...samplePackage, ...content });
  const db = new DatabaseSync(path, { defensive: false });
  db.exec(spoil);
  db.close();
  return readFileSync(path);
}

/** Opens the bytes and reads every row and every media file of them. */
async function readAll(bytes: Uint8Array, options: Partial<OpenPackageOptions> = {}): Promise<void> {
  await writeFile(file, bytes);
  const opened = await openPackage(file, { workDir, ...options });
  try {
    for (const rows of [opened.notes(), opened.cards(), opened.reviews()]) {
      for (const row of rows) expect(row.id).toBeTypeOf('number');
    }
    for (const [index, entry] of opened.media.entries())
      await opened.extractMedia(entry, join(folder, `media-${index}`));
  } finally {
    await opened.close();
  }
}

async function refusalOf(bytes: Uint8Array, limits: Partial<PackageLimits> = {}): Promise<PackageRefusal> {
  const error: unknown = await readAll(bytes, { limits }).then(
    () => new Error('the package was read'),
    (reason: unknown) => reason,
  );
  expect(readdirSync(workDir)).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('media-'))).toEqual([]);
  if (error instanceof PackageRefusedError) return error.reason;
  throw error;
}

const version1 = (...more: RawEntry[]): Buffer =>
  rawZip([{ name: 'collection.anki2', content: sample11 }, ...more]);
const version3 = (collection: Buffer, ...more: RawEntry[]): Buffer =>
  rawZip([META_3, { name: 'collection.anki21b', content: zstdCompressSync(collection) }, ...more]);
const zstdEntry = (name: string, content: Uint8Array): RawEntry => ({
  name,
  content: zstdCompressSync(content),
});

describe('the container', () => {
  it('is refused when the file is empty', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toBe('empty_file');
  });

  it.each(['Front;Back\nosmosis;water', 'P', '%PDF-1.7', 'SQLite format 2'])(
    'is refused when it is %j',
    async (text) => {
      expect(await refusalOf(Buffer.from(text))).toBe('not_a_package');
    },
  );

  it('is refused when the end is missing, wherever the cut is', async () => {
    const whole = version1();
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      expect(await refusalOf(whole.subarray(0, Math.max(4, Math.floor(whole.length * share))))).toBe(
        'truncated',
      );
    }
  });

  it('is refused when an entry is encrypted', async () => {
    // Encryption puts 12 bytes before the content.
    const entry = { name: '0', content: Buffer.alloc(13), statedSize: 1 };
    expect(await refusalOf(version1({ ...entry, flags: 1 }))).toBe('encrypted');
    expect(await refusalOf(version1({ ...entry, flags: 0x41 }))).toBe('encrypted');
  });

  it('is refused for too many entries', async () => {
    const content = Buffer.alloc(0);
    const bytes = rawZip(Array.from({ length: 100_000 }, (_, index) => ({ name: String(index), content })));
    expect(await refusalOf(bytes)).toBe('too_many_entries');
  });

  it('is refused for two entries of one name', async () => {
    const twice = { name: 'collection.anki2', content: sample11 };
    expect(await refusalOf(rawZip([twice, twice]))).toBe('duplicate_entry');
  });

  it.each([
    ['with a NUL', 'collection.anki2\u0000.png'],
    ['that is empty', ''],
    ['that is too long', 'x'.repeat(2000)],
  ])('is refused for a name %s', async (_, name) => {
    expect(await refusalOf(version1({ name, content: Buffer.from('x') }))).toBe('bad_entry_name');
  });

  it('is refused when a checksum or a size is wrong', async () => {
    expect(await refusalOf(rawZip([{ name: 'collection.anki2', content: sample11, crc: 1 }]))).toBe(
      'damaged_package',
    );
    const lying = { name: 'collection.anki2', content: sample11, deflate: true };
    expect(await refusalOf(rawZip([{ ...lying, statedSize: 100 }]))).toBe('damaged_package');
    expect(await refusalOf(rawZip([{ ...lying, statedSize: sample11.length + 1 }]))).toBe('damaged_package');
  });

  it('is refused when its offsets lie outside the file', async () => {
    const zip64 = rawZip(Array.from({ length: 65_536 }, () => ({ name: 'x', content: Buffer.alloc(0) })));
    zip64.writeBigUInt64LE(0xffff_ffff_ffff_fff0n, zip64.length - 22 - 20 + 8);
    expect(await refusalOf(zip64)).toBe('damaged_package');
    expect(
      await refusalOf(rawZip([{ name: 'collection.anki2', content: sample11, offset: 0xffff_fff0 }])),
    ).toBe('damaged_package');
  });

  it('is refused for a packing method it does not know', async () => {
    expect(
      await refusalOf(rawZip([{ name: 'collection.anki2', content: sample11, method: 12, deflate: true }])),
    ).toBe('unsupported_compression');
  });

  it('reads past path names, folders and symbolic links without following them', async () => {
    const link = { name: '0', content: Buffer.from('/etc/passwd'), unixMode: 0o120777 };
    const list = { name: 'media', content: Buffer.from('{"0":"passwd.png"}') };
    const odd = ['../../evil', '/etc/evil', 'C:\\evil', '..\\evil', 'folder/'].map((name) => ({
      name,
      content: Buffer.from('x'),
    }));
    await writeFile(file, version1(link, list, ...odd));
    const opened = await openPackage(file, { workDir });
    expect([opened.media, opened.skippedMedia]).toEqual([[], 1]);
    await opened.close();
    expect(readdirSync(folder).filter((name) => !name.startsWith('work-'))).toEqual(['deck.apkg']);
  });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(64 * MIB);

  it('are refused by their ratio, deflated and zstd', async () => {
    expect(await refusalOf(rawZip([{ name: 'collection.anki2', content: zeros, deflate: true }]))).toBe(
      'suspicious_compression',
    );
    expect(await refusalOf(version3(zeros))).toBe('suspicious_compression');
    expect(await refusalOf(version3(sample18, zstdEntry('media', zeros)))).toBe('suspicious_compression');
  });

  it('are refused when a media file is one', async () => {
    const list = zstdEntry('media', protobufMediaList([{ name: 'bomb.png', bytes: zeros }]));
    expect(await refusalOf(version3(sample18, list, zstdEntry('0', zeros)))).toBe('suspicious_compression');
  });

  it('are refused when entries share their bytes', async () => {
    const content = Buffer.alloc(MIB, 'x');
    const [first, ...rest] = Array.from({ length: 50 }, (_, index) => ({ name: String(index), content }));
    const overlapping = rawZip([
      first ?? { name: '0', content },
      ...rest.map((entry) => ({ ...entry, offset: 0 })),
    ]);
    const squeezed = Buffer.concat([
      overlapping.subarray(0, MIB),
      overlapping.subarray(overlapping.length - 2600),
    ]);
    squeezed.writeUInt32LE(
      MIB + 2600 - 22 - squeezed.readUInt32LE(squeezed.length - 10),
      squeezed.length - 6,
    );
    expect(await refusalOf(squeezed)).toBe('suspicious_compression');
  });

  it('are refused by size', async () => {
    expect(await refusalOf(version1(), { maxCollectionBytes: 20_000 })).toBe('too_large');
    expect(await refusalOf(sample11, { maxCollectionBytes: 20_000 })).toBe('too_large');
    expect(await refusalOf(version1(), { maxTotalBytes: 20_000 })).toBe('too_large');
    expect(await refusalOf(version3(sample18), { maxTotalBytes: 100_000 })).toBe('too_large');
    const media = [{ name: 'a.png', bytes: Buffer.alloc(5000, 'x') }];
    const zip = version3(
      sample18,
      zstdEntry('media', protobufMediaList(media)),
      zstdEntry('0', Buffer.alloc(5000, 'x')),
    );
    expect(await refusalOf(zip, { maxMediaFileBytes: 4999 })).toBe('too_large');
  });

  it('are refused by rows', async () => {
    expect(await refusalOf(version1(), { maxNotes: 2 })).toBe('too_large');
    expect(await refusalOf(version1(), { maxCards: 4 })).toBe('too_large');
    expect(await refusalOf(version1(), { maxReviews: 3 })).toBe('too_large');
    expect(await refusalOf(version1(), { maxNoteTypes: 2 })).toBe('too_large');
    expect(await refusalOf(version3(sample18), { maxDecks: 3 })).toBe('too_large');
    expect(await refusalOf(version3(sample18), { maxFields: 1 })).toBe('too_large');
  });
});

describe('the choice of the collection', () => {
  it('refuses an archive without one, or with a symbolic link for one', async () => {
    expect(await refusalOf(rawZip([]))).toBe('no_collection');
    expect(await refusalOf(rawZip([{ name: 'essay.docx', content: Buffer.from('x') }]))).toBe(
      'no_collection',
    );
    const link = { name: 'collection.anki2', content: Buffer.from('/etc/passwd'), unixMode: 0o120777 };
    expect(await refusalOf(rawZip([link]))).toBe('no_collection');
  });

  it('never takes the note that asks to update for the collection', async () => {
    const standIn = { name: 'collection.anki2', content: updateNote };
    expect(await refusalOf(rawZip([META_3, standIn]))).toBe('only_update_note');
    expect(await refusalOf(rawZip([META_2, standIn]))).toBe('only_update_note');
    expect(await refusalOf(rawZip([standIn]))).toBe('only_update_note');
    expect(await refusalOf(updateNote)).toBe('only_update_note');
  });

  it('refuses versions of the future', async () => {
    expect(await refusalOf(rawZip([{ name: 'meta', content: varintField(1, 4) }]))).toBe('too_new');
    expect(await refusalOf(rawZip([{ name: 'meta', content: varintField(1, 0) }]))).toBe('too_new');
    expect(await refusalOf(collectionBytes(18, {}, 'UPDATE col SET ver = 19'))).toBe('too_new');
  });

  it('refuses a version that is not a protobuf message', async () => {
    expect(await refusalOf(rawZip([{ name: 'meta', content: Buffer.from([0x0a, 0xff, 0xff]) }]))).toBe(
      'damaged_package',
    );
    expect(await refusalOf(rawZip([{ name: 'meta', content: Buffer.alloc(5000) }]))).toBe('too_large');
  });
});

describe('the collection', () => {
  it('is refused when zstd ends early or is garbage', async () => {
    const packed = zstdCompressSync(sample18);
    const cut = { name: 'collection.anki21b', content: packed.subarray(0, packed.length - 10) };
    expect(await refusalOf(rawZip([META_3, cut]))).toBe('damaged_package');
    expect(await refusalOf(rawZip([META_3, { ...cut, content: Buffer.from('garbage') }]))).toBe(
      'damaged_package',
    );
  });

  it('is refused when it is not SQLite, or ends early', async () => {
    expect(await refusalOf(version3(Buffer.from('not a database')))).toBe('damaged_collection');
    expect(await refusalOf(version3(sample18.subarray(0, sample18.length / 2)))).toBe('damaged_collection');
    expect(await refusalOf(sample11.subarray(0, 8192))).toBe('damaged_collection');
  });

  it('is refused when a page is damaged', async () => {
    const bytes = Buffer.from(sample11);
    bytes.fill(0xff, 4096 * 2, 4096 * 2 + 64);
    expect(await refusalOf(bytes)).toBe('damaged_collection');
  });

  it('is refused when rows are out of order, which reading alone would not notice', async () => {
    const bytes = Buffer.from(sample11);
    const page = 4096 * (rootPage(bytes, 'revlog') - 1);
    const first = bytes.readUInt16BE(page + 8);
    bytes.writeUInt16BE(bytes.readUInt16BE(page + 10), page + 8);
    bytes.writeUInt16BE(first, page + 10);
    expect(await refusalOf(bytes)).toBe('damaged_collection');
  });

  const rename = 'ALTER TABLE notes RENAME TO real_notes';
  it.each([
    ['a view', `${rename}; CREATE VIEW notes AS SELECT * FROM real_notes`],
    ['a view in capitals', `${rename}; CREATE VIEW NOTES AS SELECT * FROM real_notes`],
    ['a virtual table', `${rename}; CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, mod, tags, flds)`],
    ['a missing table', 'DROP TABLE revlog'],
    ['a missing column', 'ALTER TABLE cards DROP COLUMN odid'],
    [
      'a generated column',
      `ALTER TABLE notes DROP COLUMN tags; ALTER TABLE notes ADD COLUMN tags AS (zeroblob(1000000000))`,
    ],
    ['a trigger', 'CREATE TRIGGER spy AFTER INSERT ON notes BEGIN DELETE FROM cards; END'],
    [
      'a trigger by the name of a table',
      'CREATE TRIGGER revlog AFTER INSERT ON graves BEGIN DELETE FROM cards; END',
    ],
    ['an ancient schema', 'UPDATE col SET ver = 9'],
    ['a schema without its tables', 'UPDATE col SET ver = 18'],
  ])('is refused for %s', async (_, spoil) => {
    expect(await refusalOf(collectionBytes(11, {}, spoil))).toBe('unexpected_schema');
  });

  it.each([
    ['a text as id', 11, `UPDATE cards SET nid = 'x'`],
    ['an id beyond 2^53', 11, 'UPDATE cards SET nid = 9007199254740993'],
    ['a blob as fields', 11, `UPDATE notes SET flds = x'00ff'`],
    ['a text as interval', 11, `UPDATE revlog SET ivl = 'soon'`],
    ['broken JSON', 11, `UPDATE col SET decks = '{'`],
    ['a list as decks', 11, `UPDATE col SET decks = '[]'`],
    ['decks without names', 11, `UPDATE col SET decks = '{"1":{}}'`],
    ['note types without fields', 11, `UPDATE col SET models = '{"1":{"name":"x"}}'`],
    ['a text as deck kind', 18, `UPDATE decks SET kind = 'x'`],
    ['garbage as deck kind', 18, `UPDATE decks SET kind = x'0aff'`],
    ['garbage as note type', 18, `UPDATE notetypes SET config = x'1affffffff0f00'`],
    ['an endless number', 18, `UPDATE notetypes SET config = x'08ffffffffffffffffffffffffff'`],
    ['text that is not UTF-8', 18, `UPDATE templates SET config = x'0a02c328'`],
  ] as const)('is refused for %s', async (_, schema, spoil) => {
    const unlocked = `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'COLLATE unicase', '')`;
    const plain = schema === 18 ? version3(spoilt18(unlocked, spoil)) : collectionBytes(11, {}, spoil);
    expect(await refusalOf(plain)).toBe('bad_field');
  });

  it('is refused for JSON nested 200,000 deep', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(await refusalOf(collectionBytes(11, {}, `UPDATE col SET models = '{"1":${deep}}'`))).toBe(
      'bad_field',
    );
  });

  it('is refused for a note over its bound, which is never loaded', async () => {
    const fields = ['x'.repeat(MIB), 'y'];
    const bytes = collectionBytes(11, { notes: [{ id: 1, guid: 'g', noteTypeId: 100, fields }] });
    expect(await refusalOf(bytes, { maxNoteBytes: MIB })).toBe('bad_field');
    expect(await refusalOf(bytes, { maxConfigBytes: 10 })).toBe('bad_field');
    const many = collectionBytes(11, {
      notes: [{ id: 1, guid: 'g', noteTypeId: 100, fields: Array.from({ length: 1001 }, () => '') }],
    });
    expect(await refusalOf(many)).toBe('bad_field');
  });

  it('ignores deep JSON in card data', async () => {
    const deep = '['.repeat(7000) + ']'.repeat(7000);
    const bytes = collectionBytes(11, {}, `UPDATE cards SET data = '${deep}'`);
    await expect(readAll(bytes)).resolves.toBeUndefined();
  });
});

/** Number of the page where the rows of a small table lie. */
function rootPage(bytes: Buffer, table: string): number {
  const path = join(shared, `pages-${(collections += 1)}`);
  writeFileSync(path, bytes);
  const db = new DatabaseSync(path);
  const row = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
  db.close();
  return Number(row?.['rootpage']);
}

/** A schema 18 collection whose `unicase` is taken away first, since plain SQLite writes no such table. */
function spoilt18(...statements: string[]): Buffer {
  const path = join(shared, `spoilt-${(collections += 1)}`);
  writeCollection(path, 18, samplePackage);
  for (const sql of statements) {
    const db = new DatabaseSync(path, { defensive: false });
    db.exec(sql);
    db.close();
  }
  return readFileSync(path);
}

describe('the media list', () => {
  const media = (content: string | Buffer): RawEntry => ({ name: 'media', content: Buffer.from(content) });

  it.each(['{', '[]', '{"0":1}', '{"0":{"1":"x"}}', '\u0000', '['.repeat(200_000)])(
    'is refused when it is damaged (case %#)',
    async (text) => {
      expect(await refusalOf(version1(media(text)))).toBe('damaged_media_list');
    },
  );

  it('is refused when it is not UTF-8', async () => {
    expect(await refusalOf(version1(media(Buffer.from('7b2230223a22ff227d', 'hex'))))).toBe(
      'damaged_media_list',
    );
  });

  it.each([
    ['garbage', Buffer.from('garbage')],
    ['an entry longer than the list', Buffer.from([0x0a, 0x7f, 0x01])],
    ['a number for a name', bytesField(1, varintField(1, 5))],
    ['a name that is not UTF-8', bytesField(1, bytesField(1, Buffer.from([0xc3, 0x28])))],
    ['a group', Buffer.from([0x0b])],
  ])('is refused in protobuf for %s', async (_, list) => {
    expect(await refusalOf(version3(sample18, zstdEntry('media', list)))).toBe('damaged_media_list');
  });

  it('is refused when zstd ends early', async () => {
    const packed = zstdCompressSync(protobufMediaList(samplePackage.media));
    const cut = { name: 'media', content: packed.subarray(0, packed.length - 4) };
    expect(await refusalOf(version3(sample18, cut))).toBe('damaged_package');
  });

  it('is refused when it is too long', async () => {
    const list = jsonMediaList(
      Array.from({ length: 10 }, (_, index) => ({ name: `${index}.png`, bytes: Buffer.alloc(0) })),
    );
    expect(await refusalOf(version1(media(list)), { maxMediaListBytes: 50 })).toBe('too_large');
    expect(await refusalOf(version1(media(list)), { maxMedia: 9 })).toBe('too_many_entries');
    const entries = Array.from({ length: 10 }, (_, index) => bytesField(1, textField(1, `${index}.png`)));
    expect(
      await refusalOf(version3(sample18, zstdEntry('media', message(...entries))), { maxMedia: 9 }),
    ).toBe('too_many_entries');
  });

  it('leaves out what is missing, named twice or no file name', async () => {
    const names = {
      0: 'ok.png',
      1: 'ok.png',
      2: '../evil',
      3: 'a/b.png',
      4: 'a\\b',
      5: '..',
      6: '',
      7: 'gone.png',
      8: 'line\nbreak',
      meta: 'meta',
    };
    const files = Array.from({ length: 9 }, (_, index) => ({
      name: String(index),
      content: Buffer.from('x'),
    }));
    await writeFile(
      file,
      version1(media(JSON.stringify(names)), ...files.filter(({ name }) => name !== '7')),
    );
    const opened = await openPackage(file, { workDir });
    expect(opened.media.map(({ name }) => name)).toEqual(['ok.png']);
    expect(opened.skippedMedia).toBe(9);
    await opened.close();
  });

  it('is refused file by file when a digest or size differs', async () => {
    const list = zstdEntry('media', protobufMediaList([{ name: 'a.png', bytes: Buffer.from('promised') }]));
    expect(await refusalOf(version3(sample18, list, zstdEntry('0', Buffer.from('replaced'))))).toBe(
      'damaged_media',
    );
    expect(await refusalOf(version3(sample18, list, zstdEntry('0', Buffer.from('short'))))).toBe(
      'damaged_media',
    );
  });
});

describe('random damage', () => {
  const containers = (): Buffer[] => [
    version1(
      { name: 'media', content: Buffer.from(jsonMediaList(samplePackage.media)) },
      { name: '0', content: Buffer.from('x') },
    ),
    version3(
      sample18,
      zstdEntry('media', protobufMediaList(samplePackage.media)),
      zstdEntry('0', Buffer.from('x')),
    ),
    sample11,
    sample18,
  ];

  it.each([0, 1, 2, 3])('is read or refused, never anything else (container %i)', async (index) => {
    const random = seededRandom(index);
    const whole = containers()[index] ?? Buffer.alloc(0);
    const outcomes = new Set<string>();
    for (let round = 0; round < 100; round += 1) {
      const bytes = Buffer.from(whole);
      for (let hit = random.whole(1, 6); hit > 0; hit -= 1)
        bytes[random.whole(4, bytes.length - 1)] = random.whole(0, 255);
      const outcome = await readAll(bytes).then(
        () => 'read',
        (error: unknown) => (error instanceof PackageRefusedError ? error.reason : Promise.reject(error)),
      );
      outcomes.add(outcome);
      expect(readdirSync(workDir)).toEqual([]);
      for (const name of readdirSync(folder)) if (name.startsWith('media-')) await rm(join(folder, name));
    }
    expect([...outcomes]).not.toEqual(['read']);
  });
});
