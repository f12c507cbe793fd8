import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from '../../memory/fsrs-parameters.ts';
import { fitParameters } from '../../memory/fit-parameters.ts';
import { reviewsOf } from '../../memory/testing.ts';
import { JobPool } from '../job-pool.ts';
import type { jobs } from '../jobs.ts';

const file = fileURLToPath(new URL('../../../electron/service/ml-worker.ts', import.meta.url));
const truth = fsrsParameters(FSRS6_DEFAULT_WEIGHTS.with(8, 1.3).with(2, 1.4));

const pool = (): JobPool<typeof jobs> => {
  const made = new JobPool<typeof jobs>({ file });
  onTestFinished(() => made.close());
  return made;
};
const input = (cards: number) => ({
  current: FSRS6_DEFAULT_WEIGHTS,
  reviews: reviewsOf(truth, { cards, answers: 8, seed: 1 }),
  seenUntil: null,
});

describe('fitting memory in a worker', () => {
  it('gives what fitting here gives, with progress', async () => {
    const expected = await fitParameters(input(150).current, input(150).reviews);
    const heard: number[] = [];
    const fit = await pool().run('memory.fit', input(150), { onProgress: (done) => heard.push(done) });
    expect(fit).toEqual(expected);
    expect(heard.length).toBeGreaterThan(0);
  });

  it('ends soon after it is cancelled, and the pool goes on', async () => {
    const jobPool = pool();
    const abort = new AbortController();
    const running = jobPool.run('memory.fit', input(3000), {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('stopped')),
    });
    await expect(running).rejects.toThrow('stopped');
    expect((await jobPool.run('memory.fit', input(100))).plain.weights).toHaveLength(21);
  });

  it('says which data it cannot use', async () => {
    await expect(pool().run('memory.fit', input(5))).rejects.toMatchObject({
      name: 'DataError',
      problem: 'too_few',
      column: 'interday answers',
    });
  });
});
