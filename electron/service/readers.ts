import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { TrashParts } from '#core/library/trash/service.ts';
import type { LibraryHeavyReads } from '#core/library/service.ts';
import type { ParametersHeavyReads } from '#core/study/parameters/service.ts';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import { createClient } from '#core/rpc/client.ts';
import { portTransport } from '#core/rpc/port.ts';
import { serviceFiles } from './files.ts';
import type { ReaderContract } from './reader-contract.ts';
import { fromBytes } from './review-bytes.ts';

export type ReaderData = { folder: string; port: MessagePort };

/**
 * A read-only worker for queries that take longer than the writer's thread may wait. It starts with the first such
 * query and again after a crash; a crash fails only the calls it was working on.
 */
export const startReaders = (data: {
  folder: string;
}): {
  heavyReads: LibraryHeavyReads;
  parameterReads: ParametersHeavyReads;
  trash: TrashParts['list'];
  reviewColumns(signal: AbortSignal): Promise<TimedReviews>;
  close(): Promise<void>;
} => {
  let running: { worker: Worker; client: ReturnType<typeof createClient<ReaderContract>> } | undefined;

  const client = () => {
    if (running === undefined) {
      const { port1, port2 } = new MessageChannel();
      const workerData: ReaderData = { ...data, port: port2 };
      const worker = new Worker(serviceFiles().reader, { workerData, transferList: [port2] });
      const started = { worker, client: createClient<ReaderContract>(portTransport(port1)) };
      port1.unref();
      worker.on('exit', () => {
        started.client.close();
        if (running === started) running = undefined;
      });
      worker.on('error', () => started.client.close());
      worker.unref();
      running = started;
    }
    return running.client;
  };

  return {
    heavyReads: {
      cards: (asked, day, signal) => client().call('library.cardsOn', { asked, ...day }, { signal }),
      select: (asked, day, signal) => client().call('library.selectOn', { asked, ...day }, { signal }),
      tree: (today, signal) => client().call('library.treeOn', { today }, { signal }),
    },
    parameterReads: {
      previewReschedule: (today, signal) => client().call('parameters.previewOn', { today }, { signal }),
      workload: (today, signal) => client().call('parameters.workloadOn', { today }, { signal }),
      moves: (today, operation, skip, signal) =>
        client().call('parameters.movesOn', { today, operation, skip }, { signal }),
    },
    trash: (now, signal) => client().call('trash.listAt', { now }, { signal }),
    reviewColumns: async (signal) => fromBytes(await client().call('parameters.columns', {}, { signal })),
    close: async () => {
      await running?.worker.terminate();
    },
  };
};
