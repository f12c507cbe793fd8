import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnkiPackage } from './anki-package.ts';
import { openPackage, type PackageProgress } from './open-package.ts';
import { samplePackage } from './testing/sample-package.ts';
import { writeBigPackage } from './testing/write-big-package.ts';
import { writeCollection } from './testing/write-collection.ts';
import { writePackage } from './testing/write-package.ts';

let folder: string;
let workDir: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-package-'));
  workDir = await mkdtemp(join(folder, 'work-'));
  file = join(folder, 'deck.apkg');
});

afterEach(() => rm(folder, { recursive: true }));

async function withPackage<T>(read: (opened: AnkiPackage) => T | Promise<T>): Promise<T> {
  const opened = await openPackage(file, { workDir });
  try {
    return await read(opened);
  } finally {
    await opened.close();
    expect(readdirSync(workDir)).toEqual([]);
  }
}

describe.each([1, 2, 3] as const)('a package of version %i', (version) => {
  beforeEach(() => writePackage(file, version, samplePackage));

  it('states its version, schema, creation and counts', () =>
    withPackage((opened) => {
      expect(opened.version).toBe(version);
      expect(opened.schema).toBe(version === 3 ? 18 : 11);
      expect(opened.createdAt).toBe(1_700_000_000);
      expect(opened.counts).toEqual({ notes: 3, cards: 5, reviews: 4, media: 2 });
      expect(opened.skippedMedia).toBe(0);
    }));

  it('lists decks as paths', () =>
    withPackage(({ decks }) => {
      expect(decks).toEqual([
        { id: 1, path: ['Default'], filtered: false, description: '', presetId: 1 },
        { id: 10, path: ['Biology'], filtered: false, description: 'First year', presetId: 1 },
        { id: 11, path: ['Biology', 'Cells', 'Membranes'], filtered: false, description: '', presetId: 1 },
        { id: 12, path: ['Cram'], filtered: true, description: '', presetId: 0 },
      ]);
    }));

  it('lists note types with fields and templates', () =>
    withPackage(({ noteTypes }) => {
      expect(noteTypes.map(({ id, name, kind }) => [id, name, kind])).toEqual([
        [100, 'Basic', 'standard'],
        [101, 'Basic (and reversed card)', 'standard'],
        [102, 'Cloze', 'cloze'],
      ]);
      expect(noteTypes[1]?.fields).toEqual([
        { ord: 0, name: 'Front' },
        { ord: 1, name: 'Back' },
      ]);
      expect(noteTypes[1]?.templates[1]).toEqual({
        ord: 1,
        name: 'Card 2',
        questionFormat: '{{Back}}',
        answerFormat: '{{FrontSide}}<hr id=answer>{{Front}}',
      });
      expect(noteTypes[2]?.css).toContain('.cloze');
    }));

  it('yields notes with tags and fields', () =>
    withPackage((opened) => {
      expect([...opened.notes()]).toEqual(
        samplePackage.notes.map((note) => ({ modifiedAt: 1_700_000_000, tags: [], ...note })),
      );
    }));

  it('yields cards with their schedule and memory state', () =>
    withPackage((opened) => {
      const [first, second, third, ...last] = [...opened.cards()];
      expect(first).toEqual({
        ...samplePackage.cards[0],
        data: { stability: 31.5, difficulty: 6.25, desiredRetention: 0.9, lastReviewAt: 1_700_400_000 },
      });
      expect(second).toEqual({
        id: 2001,
        noteId: 1001,
        deckId: 10,
        originalDeckId: 0,
        ordinal: 0,
        modifiedAt: 1_700_000_000,
        type: 0,
        queue: 0,
        due: 0,
        originalDue: 0,
        intervalDays: 0,
        factor: 0,
        reps: 0,
        lapses: 0,
        left: 0,
        flags: 0,
        data: {},
      });
      expect(third?.queue).toBe(-1);
      expect(last.map(({ data }) => data)).toEqual([{}, {}]);
    }));

  it('yields the review log in order of time', () =>
    withPackage((opened) => {
      expect([...opened.reviews()]).toEqual(
        samplePackage.reviews.map(({ interval, lastInterval, ...rest }) => ({
          ...rest,
          intervalRaw: interval,
          lastIntervalRaw: lastInterval,
        })),
      );
    }));

  it('extracts media with its digest', () =>
    withPackage(async (opened) => {
      expect(opened.media.map(({ name }) => name)).toEqual(['cell.png', 'atp.mp3']);
      for (const [index, entry] of opened.media.entries()) {
        const bytes = samplePackage.media[index]?.bytes ?? Buffer.alloc(0);
        const target = join(folder, `extracted-${index}`);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        expect(await opened.extractMedia(entry, target)).toEqual({ sha256, size: bytes.length });
        expect(readFileSync(target).equals(bytes)).toBe(true);
      }
    }));
});

describe('openPackage', () => {
  it('reads a bare collection file and leaves it and its folder as they were', async () => {
    writeCollection(file, 18, samplePackage);
    const before = readFileSync(file);
    await withPackage((opened) => {
      expect(opened.counts).toEqual({ notes: 3, cards: 5, reviews: 4, media: 0 });
      expect([...opened.notes()]).toHaveLength(3);
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('deck'))).toEqual(['deck.apkg']);
  });

  it('normalises texts to NFC and keeps the GUID as it is', async () => {
    const decomposed = 'cafe\u0301';
    const note = { id: 1, guid: decomposed, noteTypeId: 100, tags: [decomposed], fields: [decomposed, 'x'] };
    await writePackage(file, 3, {
      ...samplePackage,
      notes: [note],
      media: [{ name: `${decomposed}.png`, bytes: Buffer.from('x') }],
    });
    await withPackage((opened) => {
      expect([...opened.notes()]).toMatchObject([
        { guid: decomposed, tags: ['caf\u00e9'], fields: ['caf\u00e9', 'x'] },
      ]);
      expect(opened.media[0]?.name).toBe('caf\u00e9.png');
    });
  });

  it('reads names that would break an SQL sort, and cuts overflown schedules to 32 bits', async () => {
    const decks = [
      { id: 5, name: 'ß::Straße' },
      { id: 6, name: 'SS:: ' },
    ];
    const cards = [{ id: 1, noteId: 1000, deckId: 5, ordinal: 0, due: 9_000_000_000 }];
    await writePackage(file, 3, { ...samplePackage, decks, cards });
    await withPackage((opened) => {
      expect(opened.decks.map(({ path }) => path)).toEqual([
        ['ß', 'Straße'],
        ['SS', 'blank'],
      ]);
      expect([...opened.cards()][0]?.due).toBe(2_147_483_647);
    });
  });

  it('reports progress to the end', async () => {
    await writePackage(file, 3, samplePackage);
    const steps: PackageProgress[] = [];
    const opened = await openPackage(file, { workDir, onProgress: (progress) => steps.push(progress) });
    await opened.close();
    expect([...new Set(steps.map(({ step }) => step))]).toEqual(['unpacking', 'checking', 'reading']);
    expect(steps.at(-1)).toEqual({ step: 'reading', done: 1, total: 1 });
    const unpacked = steps.findLast(({ step }) => step === 'unpacking');
    expect(unpacked?.done).toBe(unpacked?.total);
  });

  it('stops when cancelled and leaves nothing behind', async () => {
    await writeBigPackage(file, { notes: 2000, reviews: 20_000, seed: 1, version: 3 });
    const controller = new AbortController();
    const opening = openPackage(file, {
      workDir,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(workDir)).toEqual([]);
  });

  it('closes while generators are unfinished', async () => {
    await writePackage(file, 2, samplePackage);
    const opened = await openPackage(file, { workDir });
    const notes = opened.notes();
    const reviews = opened.reviews();
    notes.next();
    reviews.next();
    await opened.close();
    await opened.close();
    expect(notes.next().done).toBe(true);
    expect(readdirSync(workDir)).toEqual([]);
  });

  it('never overwrites a file with media', async () => {
    await writePackage(file, 3, samplePackage);
    const target = join(folder, 'precious');
    await writeFile(target, 'precious');
    await withPackage(async (opened) => {
      const [entry] = opened.media;
      if (entry === undefined) throw new Error('the sample has media');
      await expect(opened.extractMedia(entry, target)).rejects.toMatchObject({ code: 'EEXIST' });
    });
    expect(existsSync(target)).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  it('holds one row at a time', async () => {
    await writeBigPackage(file, { notes: 20_000, reviews: 200_000, seed: 3, version: 3 });
    await withPackage((opened) => {
      let rows = 0;
      const before = process.memoryUsage().rss;
      for (const review of opened.reviews()) rows += review.cardId > 0 ? 1 : 0;
      expect(rows).toBe(200_000);
      expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    });
  });
});
