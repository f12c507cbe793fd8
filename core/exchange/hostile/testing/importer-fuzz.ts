import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { parseBoundedJson } from '../../anki/bounded-json.ts';
import { parseJsonMediaList, parseProtobufMediaList } from '../../anki/media-list.ts';
import { openPackage } from '../../anki/open-package.ts';
import { parseMeta } from '../../anki/package-layout.ts';
import { DEFAULT_PACKAGE_LIMITS } from '../../anki/package-limits.ts';
import { PackageRefusedError } from '../../anki/package-refused.ts';
import { parseCardData } from '../../anki/parse-card-data.ts';
import { varintField } from '../../anki/testing/protobuf-writer.ts';
import { rawZip } from '../../anki/testing/raw-zip.ts';
import { samplePackage } from '../../anki/testing/sample-package.ts';
import type { SeededRandom } from '../../anki/testing/seeded-random.ts';
import { writeCollection } from '../../anki/testing/write-collection.ts';
import { jsonMediaList, protobufMediaList } from '../../anki/testing/write-package.ts';
import { mutate } from './mutate.ts';

/** What became of a case: how it was read, or the reason of its refusal. */
export type FuzzOutcome = string;
export type FuzzCase = { bytes: Buffer; outcome: FuzzOutcome };

/** Any error that is not a refusal is a defect of the importer. */
const outcomeOf = (error: unknown): FuzzOutcome => {
  if (error instanceof PackageRefusedError) return error.reason;
  throw error;
};

/** Opens a file and reads every row and every media file of it. Whatever happens, nothing may stay in the working folder. */
export const readWholePackage = async (folder: string, bytes: Uint8Array): Promise<FuzzOutcome> => {
  const workDir = join(folder, 'work');
  const mediaDir = join(folder, 'media');
  await mkdir(workDir, { recursive: true });
  await mkdir(mediaDir, { recursive: true });
  const file = join(folder, 'deck.apkg');
  await writeFile(file, bytes);
  const before = readdirSync(folder);
  let outcome: FuzzOutcome = 'read';
  try {
    const opened = await openPackage(file, { workDir });
    try {
      let rows = 0;
      for (const part of [opened.notes(), opened.cards(), opened.reviews()]) for (const _ of part) rows += 1;
      if (rows === 0) outcome = 'read, empty';
      for (const [index, entry] of opened.media.entries()) {
        await opened.extractMedia(entry, join(mediaDir, String(index)));
      }
    } finally {
      await opened.close();
    }
  } catch (error) {
    outcome = outcomeOf(error);
  }
  const left = readdirSync(workDir);
  if (left.length > 0) throw new Error(`left behind: ${left.join()}`);
  if (readdirSync(folder).join() !== before.join()) throw new Error('wrote outside of its folders');
  await rm(mediaDir, { recursive: true });
  return outcome;
};

type Seeds = { containers: [Buffer, ...Buffer[]] };

/** One package of each version and one bare collection of each schema, small and sound. */
export const packageSeeds = async (folder: string): Promise<Seeds> => {
  const collection = async (schema: 11 | 18): Promise<Buffer> => {
    const path = join(folder, `seed-${schema}.anki2`);
    writeCollection(path, schema, samplePackage);
    const bytes = await readFile(path);
    await rm(path);
    return bytes;
  };
  const [sample11, sample18] = [await collection(11), await collection(18)];
  const entry = (name: string, content: Buffer, deflate = false) => ({ name, content, deflate });
  const media = samplePackage.media.map(({ bytes }) => Buffer.from(bytes));
  const first = media[0] ?? Buffer.from('x');
  const list = Buffer.from(jsonMediaList(samplePackage.media));
  return {
    containers: [
      rawZip([entry('collection.anki2', sample11, true), entry('media', list), entry('0', first)]),
      rawZip([
        entry('meta', varintField(1, 2)),
        entry('collection.anki21', sample11, true),
        entry('media', list),
      ]),
      rawZip([
        entry('meta', varintField(1, 3)),
        entry('collection.anki21b', zstdCompressSync(sample18)),
        entry('media', zstdCompressSync(protobufMediaList(samplePackage.media))),
        entry('0', zstdCompressSync(first)),
      ]),
      sample11,
      sample18,
    ],
  };
};

/** One damaged package, opened and read. */
export const fuzzPackage = async (seeds: Seeds, random: SeededRandom, folder: string): Promise<FuzzCase> => {
  const bytes = mutate(random.pick(seeds.containers), random, random.pick(seeds.containers));
  return { bytes, outcome: await readWholePackage(folder, bytes) };
};

type TextParser = { name: string; seed: Buffer; parse(bytes: Buffer): unknown };

const media = samplePackage.media;
const textParsers: [TextParser, ...TextParser[]] = [
  { name: 'meta', seed: varintField(1, 3), parse: parseMeta },
  {
    name: 'JSON media list',
    seed: Buffer.from(JSON.stringify({ 0: 'cell.png', 1: 'ü – atp.mp3', 2: '{{c1}}' })),
    parse: (bytes) => parseJsonMediaList(bytes, DEFAULT_PACKAGE_LIMITS),
  },
  {
    name: 'protobuf media list',
    seed: protobufMediaList([...media, ...media]),
    parse: (bytes) => parseProtobufMediaList(bytes, DEFAULT_PACKAGE_LIMITS),
  },
  {
    name: 'card data',
    seed: Buffer.from('{"pos":3,"s":12.5,"d":4.2,"dr":0.9,"lrt":1700000000,"cd":"{}"}'),
    parse: (bytes) => parseCardData(bytes.toString('utf8')),
  },
  {
    name: 'JSON of a collection',
    seed: Buffer.from('{"1":{"id":1,"name":"A::B","dyn":0,"flds":[{"name":"F","ord":0}],"x":[[[1e400]]]}}'),
    parse: (bytes) => parseBoundedJson(bytes.toString('utf8'), DEFAULT_PACKAGE_LIMITS.maxJsonDepth),
  },
];

/** One damaged list or text, parsed in memory. */
export const fuzzText = (random: SeededRandom): FuzzCase & { parser: string } => {
  const { name, seed, parse } = random.pick(textParsers);
  const bytes = mutate(seed, random, random.pick(textParsers).seed);
  try {
    parse(bytes);
    return { bytes, parser: name, outcome: 'read' };
  } catch (error) {
    // What is no JSON at all is said with a plain error here; the caller names the column in its refusal.
    return { bytes, parser: name, outcome: error instanceof SyntaxError ? 'no JSON' : outcomeOf(error) };
  }
};
