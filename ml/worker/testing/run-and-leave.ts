// A program that runs jobs and does not close the pool: it must come to its end all the same, but not before theirs.
import { JobPool } from '../job-pool.ts';
import type { testJobs } from './test-jobs.ts';

const pool = new JobPool<typeof testJobs>({ file: process.argv[2] ?? '', idleMs: 60_000 });
const { squares } = await pool.run('square', Float64Array.of(3));
// The thread was idle in between.
const again = await pool.run('square', squares);
process.stdout.write(String(again.squares[0]));
