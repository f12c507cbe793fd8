import type { JobTable } from './job.ts';

/**
 * Every job kind of the program: a name and the module that does it. Workers load this table; the pool takes only its
 * type.
 */
export const jobs = {
  'memory.fit': () => import('./jobs/fit-memory.ts'),
  'forest.grow': () => import('./jobs/grow-forest.ts'),
  'forest.convert': () => import('./jobs/convert-forest.ts'),
} satisfies JobTable;
