import type { Changes } from '../rpc/changes.ts';
import type { ChangeFeed, FeedPlace } from './change-feed.ts';

export type ChangeItem = FeedPlace & {
  stale: string[];
  /** What was missed is not known any more: everything may be stale. */
  isGap: boolean;
};

/**
 * The names of queries that may answer differently: what changed since `after`, at once, then after each change. Names wait
 * in a set, so that a slow page gets each once however much happened meanwhile.
 */
export const changeStream = async function* (
  feed: ChangeFeed,
  stale: (changes: Changes) => string[],
  after: FeedPlace | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangeItem> {
  const waiting = new Set<string>();
  let wake = (): void => {};
  const take = (changes: Changes): void => {
    for (const name of stale(changes)) waiting.add(name);
    wake();
  };
  const missed = after === undefined ? [] : feed.since(after);
  const stop = feed.subscribe(take);
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    for (const changes of missed ?? []) take(changes);
    const names = [...waiting];
    waiting.clear();
    // At once, so that a page has a place to go on from before anything has happened.
    yield { ...feed.place, stale: names, isGap: missed === undefined };
    while (!signal.aborted) {
      if (waiting.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const changed = [...waiting];
      waiting.clear();
      if (changed.length > 0) yield { ...feed.place, stale: changed, isGap: false };
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
};
