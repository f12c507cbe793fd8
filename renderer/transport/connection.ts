import { create } from 'zustand';
import { createClient } from '#core/rpc/client.ts';
import type { CallOptions } from '#core/rpc/client.ts';
import type { CommandName, InputOf, OutputOf, QueryName } from '#core/rpc/contract.ts';
import { RpcError } from '#core/rpc/errors.ts';
import type { AppClient, AppContract } from './app-contract.ts';
import { SessionEnded } from './platform.ts';
import type { Platform } from './platform.ts';

type ConnectionState = { status: 'connecting' | 'open' | 'lost' | 'ended'; client: AppClient | undefined };

export const useConnection = create<ConnectionState>(() => ({ status: 'connecting', client: undefined }));

const firstWaitMs = 250;
const longestWaitMs = 8_000;

/** Connects, and connects again with growing waits whenever the connection is gone, until the session has ended. */
export function keepConnected(platform: Platform, onOpen: (client: AppClient) => void): void {
  let waitMs = firstWaitMs;
  const attempt = async (): Promise<void> => {
    try {
      const transport = await platform.connect();
      const client = createClient<AppContract>(transport);
      const openedAt = performance.now();
      client.onClose(() => {
        // A connection that held is worth a quick new attempt; one that was closed at once is not.
        if (performance.now() - openedAt > longestWaitMs) waitMs = firstWaitMs;
        retry();
      });
      useConnection.setState({ status: 'open', client });
      onOpen(client);
    } catch (error) {
      if (error instanceof SessionEnded) endSession();
      else retry();
    }
  };
  const retry = (): void => {
    if (useConnection.getState().status === 'ended') return;
    useConnection.setState(({ status }) => ({
      status: status === 'connecting' ? status : 'lost',
      client: undefined,
    }));
    setTimeout(() => void attempt(), waitMs);
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  };
  void attempt();
}

export function endSession(): void {
  useConnection.setState({ status: 'ended', client: undefined });
}

/** The client, as soon as there is one. */
export function openClient(signal?: AbortSignal): Promise<AppClient> {
  const { client, status } = useConnection.getState();
  if (client !== undefined) return Promise.resolve(client);
  if (status === 'ended') return Promise.reject(new RpcError('disconnected'));
  return new Promise((resolve, reject) => {
    const stop = useConnection.subscribe((state) => {
      if (state.client !== undefined) {
        stop();
        resolve(state.client);
      } else if (state.status === 'ended') {
        stop();
        reject(new RpcError('disconnected'));
      }
    });
    signal?.addEventListener('abort', () => {
      stop();
      reject(new RpcError('cancelled'));
    });
  });
}

/** One query or command on the connection of this window. */
export async function callService<N extends QueryName<AppContract> | CommandName<AppContract>>(
  name: N,
  input: InputOf<AppContract, N>,
  options?: CallOptions,
): Promise<OutputOf<AppContract, N>> {
  const client = await openClient(options?.signal);
  return client.call(name, input, options);
}
