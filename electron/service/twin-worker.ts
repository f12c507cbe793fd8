import { workerData } from 'node:worker_threads';
import { portTransport } from '#core/rpc/port.ts';
import { createServer } from '#core/rpc/server.ts';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { wellbeingOf } from '#core/twin/burnout/wellbeing.ts';
import { findEvidence } from '#core/twin/evidence/find-evidence.ts';
import { forgetLearner } from '#core/twin/facts/learner-history.ts';
import { computePredictions } from '#core/twin/predict/compute-predictions.ts';
import { analyse } from '#core/twin/model/analyse.ts';
import { cardRecallNow, computeRecall } from '#core/twin/recall/compute-recall.ts';
import { rollupsDifferFromLog } from '#core/twin/rollups/differ-from-log.ts';
import { standBehindAnswers } from './behind-answers.ts';
import { fileLog } from './log.ts';
import { TWIN_JOB_DEADLINE_MS, twinWorkerContract } from './twin-contract.ts';
import type { WorkerStart } from './worker-client.ts';

standBehindAnswers();
// Checked border: workerClient made this value, in this process.
const { folder, port } = workerData as WorkerStart;
const { reader } = openReader(profileAt(folder));
const log = fileLog(folder);

/** So long after the last question what is kept of the log goes. */
const KEPT_MS = 5 * 60_000;
const letGo = setTimeout(() => forgetLearner(reader), KEPT_MS).unref();
const server = createServer({
  contract: twinWorkerContract,
  // Who calls says how long: a server by itself ends whatever waits for the optimiser after two minutes.
  limits: { maxDeadlineMs: TWIN_JOB_DEADLINE_MS },
  handlers: {
    'twin.analyse': ({ today }) => analyse(reader, today),
    'twin.wellbeing': (input) => wellbeingOf(reader, input),
    'twin.predict': (input) => computePredictions(reader, input),
    'twin.recall': (input) => computeRecall(reader, input),
    'twin.recallOfCard': (input) => cardRecallNow(reader, input),
    'twin.evidence': (input) => findEvidence(reader, input),
    'twin.rollupsDiffer': () => rollupsDifferFromLog(reader),
  },
  onUnexpected: (error) => log.unexpected(error),
  onCall: () => void letGo.refresh(),
  now: () => performance.now(),
});
server.connect(portTransport(port), { caller: 'worker' });
