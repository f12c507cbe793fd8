import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { trainForest } from '../forest/train-forest.ts';
import { seededRandom } from '../random/random.ts';
import { JobPool } from './job-pool.ts';
import type { jobs } from './jobs.ts';
import { trainForestInPool } from './train-forest-in-pool.ts';

const file = fileURLToPath(new URL('../../electron/service/ml-worker.ts', import.meta.url));
const random = seededRandom(1);
const columns = Array.from({ length: 5 }, () => Float64Array.from({ length: 800 }, () => random.unit()));
const targets = columns[0]!.map((value) => (value + random.unit() > 1 ? 1 : 0));
const data = { columns, targets, kind: 'classification' as const };

describe('a forest on threads', () => {
  const pool = new JobPool<typeof jobs>({ file, size: 2 });
  afterAll(() => pool.close());

  it('is the forest of one thread, with what its trees say of rows they did not see', async () => {
    const heard: number[] = [];
    const options = { trees: 23, seed: 3 };
    const grown = await trainForestInPool(pool, data, options, { onProgress: (done) => heard.push(done) });
    expect(grown).toEqual(trainForest(data, options));
    expect(heard.at(-1)).toBe(23);
  });

  it('stops when its signal says so', async () => {
    const abort = new AbortController();
    const grown = trainForestInPool(
      pool,
      data,
      { trees: 5000 },
      { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) },
    );
    await expect(grown).rejects.toThrow('enough');
  });

  it('says what is wrong with its data', async () => {
    await expect(trainForestInPool(pool, { ...data, targets: [] })).rejects.toMatchObject({
      problem: 'length',
      column: 'targets',
    });
  });
});
