import type { Handlers } from '../rpc/compose.ts';
import type { jobsContract } from './contract.ts';
import type { Jobs } from './jobs.ts';

export const jobsService = (jobs: Jobs): Handlers<typeof jobsContract> => ({
  'jobs.watch': ({ job }, { signal }) => jobs.watch(job, signal),
  'jobs.cancel': ({ job }) => {
    jobs.cancel(job);
    return { output: {}, changes: [] };
  },
  'jobs.list': () => ({ jobs: jobs.list() }),
});
