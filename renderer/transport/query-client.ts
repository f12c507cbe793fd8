import { QueryClient } from '@tanstack/react-query';
import { isErrorKind, RpcError } from '#core/rpc/errors.ts';
import { resumingStream } from '#core/rpc/resuming-stream.ts';
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

/** What failed while there was no connection is asked again. */
export function retryFailed(): void {
  void queryClient.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
}

/**
 * Follows the change feed from one connection to the next: what changed in between is caught up with, and only where that
 * is not known any more is everything asked again. Ends when the session does.
 */
export async function followChanges(connect: () => Promise<AppClient>): Promise<void> {
  let isFirst = true;
  const changes = resumingStream({
    name: 'store.changes',
    // A connection that broke is taken out of its place in the same turn of the loop: not asked for before the next.
    connect: async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return connect();
    },
    input: (last) => {
      const isAgain = !isFirst;
      isFirst = false;
      if (last !== undefined) return { after: { feed: last.feed, seq: last.seq } };
      // Cut off before the first item: whatever happened meanwhile was missed.
      return isAgain ? { after: { feed: '', seq: 0 } } : {};
    },
  });
  try {
    for await (const { stale, isGap } of changes) {
      const names = new Set<unknown>(stale);
      void queryClient.invalidateQueries(
        isGap ? {} : { predicate: ({ queryKey }) => names.has(queryKey[0]) },
      );
    }
  } catch {
    // The session has ended, and says so.
  }
}
