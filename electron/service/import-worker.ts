import { runImportWorker } from '#core/exchange/worker/worker-main.ts';
import { recorderFor } from './plug-recorder.ts';

await runImportWorker(recorderFor);
