import { growForest, type ForestPart, type ForestTask } from '../../forest/grow-forest.ts';
import type { JobContext } from '../job.ts';

/** Grows some trees of a forest; the bins lie in memory that all threads read. */
export function run(
  { task, from, to }: { task: ForestTask; from: number; to: number },
  { progress, throwIfCancelled }: JobContext,
): ForestPart {
  return growForest(task, from, to, { progress, throwIfCancelled });
}
