import { expect, it, onTestFinished } from 'vitest';
import { JobPool } from '#ml/worker/job-pool.ts';
import type { JobModule } from '#ml/worker/job.ts';
import { serviceFiles } from './files.ts';

it('serves the jobs of the program and no others', async () => {
  const causes: Error[] = [];
  const pool = new JobPool<{ nothing: () => Promise<JobModule> }>({
    file: serviceFiles().models,
    onUnexpected: (cause) => causes.push(cause),
  });
  onTestFinished(() => pool.close());
  await expect(pool.run('nothing', undefined as never)).rejects.toMatchObject({ problem: 'unexpected' });
  expect(causes.map(({ stack }) => stack?.split('\n')[0])).toEqual(['Error: no job is called nothing']);
});
