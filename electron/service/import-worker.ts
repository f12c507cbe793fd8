import { runImportWorker } from '#core/exchange/worker/worker-main.ts';

await runImportWorker();
