import { workerData } from 'node:worker_threads';
import { libraryReads } from '#core/library/service.ts';
import { listTrash } from '#core/library/trash/list-trash.ts';
import { portTransport } from '#core/rpc/port.ts';
import { createServer } from '#core/rpc/server.ts';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { dueToday } from '#core/study/due-today.ts';
import { previewReschedule } from '#core/study/parameters/preview-reschedule.ts';
import { movesToMake } from '#core/study/parameters/reschedule.ts';
import { reviewColumns } from '#core/study/parameters/review-columns.ts';
import { workloadByRetention } from '#core/study/parameters/workload-by-retention.ts';
import { fileLog } from './log.ts';
import { toBytes } from './review-bytes.ts';
import { readerContract } from './reader-contract.ts';
import type { WorkerStart } from './worker-client.ts';

// Checked border: workerClient made this value, in this process.
const { folder, port } = workerData as WorkerStart;
const { reader } = openReader(profileAt(folder));
const reads = libraryReads(reader, (today) => dueToday(reader, today));
const log = fileLog(folder);
const server = createServer({
  contract: readerContract,
  handlers: {
    'library.cardsOn': ({ asked, ...day }) => reads.cards(asked, day),
    'library.selectOn': ({ asked, ...day }) => reads.select(asked, day),
    'library.treeOn': ({ today }) => reads.tree(today),
    'trash.listAt': ({ now }) => listTrash(reader, now),
    'parameters.columns': () => toBytes(reviewColumns(reader)),
    'parameters.previewOn': ({ today }) => previewReschedule(reader, today),
    'parameters.workloadOn': ({ today }) => workloadByRetention(reader, today),
    'parameters.movesOn': ({ today, operation, skip }) => movesToMake(reader, today, operation, skip),
  },
  onUnexpected: (error) => log.unexpected(error),
  now: () => performance.now(),
});
server.connect(portTransport(port), { caller: 'worker' });
