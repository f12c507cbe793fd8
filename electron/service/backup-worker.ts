import { runBackupWorker } from '#core/store/backups/worker-main.ts';
import { standBehindAnswers } from './behind-answers.ts';

standBehindAnswers();
await runBackupWorker();
