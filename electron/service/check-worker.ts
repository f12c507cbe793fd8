import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '#core/rpc/errors.ts';
import { openChecker } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { verifyStore } from '#core/store/verify.ts';
import type { CheckMessage } from './check-elsewhere.ts';

// Checked border: checkElsewhere made this value, in this process.
const { folder } = workerData as { folder: string };
const say = (message: CheckMessage): void => parentPort?.postMessage(message);
try {
  const profile = profileAt(folder);
  const { connection, close } = openChecker(profile);
  try {
    const report = verifyStore(connection, profile, (done, total) => say({ type: 'progress', done, total }));
    say({ type: 'done', report });
  } finally {
    close();
  }
} catch (error) {
  const { kind, details } = toErrorData(error);
  // What no kind names ends the worker, and its error reaches the log.
  if (kind === 'internal') throw error;
  say({ type: 'failed', error: { kind, details } });
}
