import type { JobTable } from './job.ts';

/**
 * Every job kind of the program: a name and the module that does it, as `'recall.fit': () => import('./jobs/fit-recall.ts')`.
 * Workers load this table; the pool takes only its type.
 */
export const jobs = {} satisfies JobTable;
