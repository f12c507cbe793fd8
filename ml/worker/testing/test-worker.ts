import { serveJobs } from '../serve-jobs.ts';
import { testJobs } from './test-jobs.ts';

serveJobs(testJobs);
