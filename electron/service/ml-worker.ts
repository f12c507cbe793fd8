import { jobs } from '#ml/worker/jobs.ts';
import { serveJobs } from '#ml/worker/serve-jobs.ts';

serveJobs(jobs);
