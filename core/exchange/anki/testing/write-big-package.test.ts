import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage } from '../open-package.ts';
import { HISTORY_DAYS } from './card-history.ts';
import { bigCardCount, bigDescription, writeBigPackage } from './write-big-package.ts';

const options = { notes: 1001, reviews: 10_007, seed: 5, version: 3 } as const;

describe('writeBigPackage', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'big-package-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('writes exactly what was asked for', async () => {
    const file = join(folder, 'big.apkg');
    await writeBigPackage(file, options);
    const opened = await openPackage(file, { workDir: folder });
    expect(opened.counts).toEqual({ notes: 1001, cards: bigCardCount(1001), reviews: 10_007, media: 0 });
    expect(opened.decks).toHaveLength(41);
    await opened.close();
  });

  it('gives the same rows for the same seed, others for another', () => {
    const first = [...bigDescription(options).reviews];
    expect([...bigDescription(options).reviews]).toEqual(first);
    expect([...bigDescription({ ...options, seed: 6 }).reviews]).not.toEqual(first);
  });

  it('makes histories that could have happened', () => {
    const { reviews, createdAt } = bigDescription(options);
    const all = [...reviews];
    const typed = (type: number): number => all.filter((review) => review.type === type).length;
    expect(typed(0)).toBeGreaterThan(0);
    expect(typed(1) / all.length).toBeGreaterThan(0.6);
    expect(typed(2) / typed(1)).toBeGreaterThan(0.05);
    expect(typed(4)).toBeGreaterThan(0);
    const latest = all.reduce((last, { id }) => Math.max(last, id), 0);
    expect(all.every(({ id }) => id > createdAt * 1000)).toBe(true);
    expect((latest / 1000 - createdAt) / 86_400).toBeLessThanOrEqual(HISTORY_DAYS + 1);
    expect((latest / 1000 - createdAt) / 86_400).toBeGreaterThan(HISTORY_DAYS * 0.8);
    const lastOf = new Map<number, number>();
    for (const { cardId, id } of all) {
      expect(id).toBeGreaterThan(lastOf.get(cardId) ?? 0);
      lastOf.set(cardId, id);
    }
  });
});
