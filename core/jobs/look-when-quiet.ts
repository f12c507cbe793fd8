import type { Store } from '../store/store.ts';

export type QuietLook = {
  store: Store;
  /** A change of one of these may make something due. */
  kinds: readonly string[];
  /** How long nothing of that may have changed. */
  waitMs: number;
  /**
   * Does what is due; 'later': it is, and this is not the moment; a number: nothing is, and in so many ms something may be
   * that nobody changed, such as a new day. It is not asked while changes come, so that it may read.
   * @param quietMs how long nothing has changed
   */
  look: (quietMs: number) => 'later' | 'done' | number;
};

/**
 * Looks whether there is something to do once it has been quiet for a while: after start and after changes. Nothing is
 * remembered for it: what is due is read from the file, so a program that was ended before its turn takes it up at the
 * next start.
 * @returns stops looking
 */
export const lookWhenQuiet = ({ store, kinds, waitMs, look }: QuietLook): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const wait = (since: number, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const next = look(performance.now() - since);
      if (next !== 'done') wait(since, next === 'later' ? waitMs : next);
    }, ms);
    timer.unref();
  };
  const unsubscribe = store.feed.subscribe((changes) => {
    if (kinds.some((kind) => changes.includes(kind))) wait(performance.now(), waitMs);
  });
  wait(performance.now(), waitMs);
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
};
