import { QueryClient } from '@tanstack/react-query';
import { isErrorKind, RpcError } from '#core/rpc/errors.ts';
import type { AppClient } from './app-contract.ts';

/** Answers hold until the change feed names them stale: no polling, no guessing. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof RpcError &&
        isErrorKind(error.kind) &&
        (error.kind === 'disconnected' || error.kind === 'busy'),
      retryDelay: 300,
    },
    mutations: { networkMode: 'always' },
  },
});

/** Follows the change feed of one connection. Whatever changed before it opened is caught by asking everything again. */
export async function followChanges(client: AppClient, isFirst: boolean): Promise<void> {
  if (!isFirst) void queryClient.invalidateQueries();
  try {
    for await (const { stale } of client.stream('store.changes', {})) {
      const names = new Set<unknown>(stale);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => names.has(queryKey[0]) });
    }
  } catch {
    // The connection is gone; the next one starts its own feed.
  }
}
