import { runBackupWorker } from '#core/store/backups/worker-main.ts';

await runBackupWorker();
