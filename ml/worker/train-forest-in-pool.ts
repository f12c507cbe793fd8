import type { ForestOptions } from '../forest/forest-options.ts';
import {
  forestParts,
  forestTask,
  joinForest,
  type ForestData,
  type TrainedForest,
} from '../forest/train-forest.ts';
import type { JobPool, RunOptions } from './job-pool.ts';
import type { jobs } from './jobs.ts';

/**
 * Trains a random forest on the threads of a pool: the same forest as `trainForest`, to the last bit.
 * @throws DataError of `trainForest`; the reason of the signal; JobError
 */
export async function trainForestInPool(
  pool: JobPool<typeof jobs>,
  data: ForestData,
  given: Partial<ForestOptions> = {},
  { onProgress, signal }: Pick<RunOptions, 'onProgress' | 'signal'> = {},
): Promise<TrainedForest> {
  const task = forestTask(data, given, true);
  const { trees } = task.options;
  let grown = 0;
  const parts = await Promise.all(
    forestParts(trees).map(async ({ from, to }) => {
      const part = await pool.run('forest.grow', { task, from, to }, signal === undefined ? {} : { signal });
      grown += to - from;
      onProgress?.(grown, trees, 'trees');
      return part;
    }),
  );
  return joinForest(task, parts);
}
