import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { createClient } from '#core/rpc/client.ts';
import type { Contract } from '#core/rpc/contract.ts';
import { portTransport } from '#core/rpc/port.ts';

/** What a worker that reads a profile is started with. */
export type WorkerStart = { folder: string; port: MessagePort };

/**
 * A worker that answers a contract. It starts with the first call and again after a crash; a crash fails only the calls
 * it was working on.
 */
export const workerClient = <C extends Contract>(
  file: string,
  folder: string,
): { client(): ReturnType<typeof createClient<C>>; close(): Promise<void> } => {
  let running: { worker: Worker; client: ReturnType<typeof createClient<C>> } | undefined;
  return {
    client: () => {
      if (running === undefined) {
        const { port1, port2 } = new MessageChannel();
        const workerData: WorkerStart = { folder, port: port2 };
        const worker = new Worker(file, { workerData, transferList: [port2] });
        const started = { worker, client: createClient<C>(portTransport(port1)) };
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
    },
    close: async () => {
      await running?.worker.terminate();
    },
  };
};
