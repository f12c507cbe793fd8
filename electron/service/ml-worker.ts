import { jobs } from '#ml/worker/jobs.ts';
import { serveJobs } from '#ml/worker/serve-jobs.ts';
import { standBehindAnswers } from './behind-answers.ts';

standBehindAnswers();
serveJobs(jobs);
