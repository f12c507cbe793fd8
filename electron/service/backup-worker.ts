import { runBackupWorker } from '#core/store/backups/worker-main.ts';
import { erasePlan } from '#core/twin/privacy/erase-plan.ts';
import { standBehindAnswers } from './behind-answers.ts';

standBehindAnswers();
await runBackupWorker(erasePlan);
