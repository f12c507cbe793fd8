import type { Store } from '../store/store.ts';

export type QuietLook = {
  store: Store;
  /** A change of this may make something due. */
  kind: string;
  /** How long nothing of that may have changed. */
  waitMs: number;
  /**
   * Does what is due; 'later': it is, and this is not the moment. It is not asked while changes come, so that it may read.
   * @param quietMs how long nothing has changed
   */
  look: (quietMs: number) => 'later' | 'done';
};

/**
 * Looks whether there is something to do once it has been quiet for a while: after start and after changes. Nothing is
 * remembered for it: what is due is read from the file, so a program that was ended before its turn takes it up at the
 * next start.
 * @returns stops looking
 */
export const lookWhenQuiet = ({ store, kind, waitMs, look }: QuietLook): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const wait = (since: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (look(performance.now() - since) === 'later') wait(since);
    }, waitMs);
    timer.unref();
  };
  const unsubscribe = store.feed.subscribe((changes) => {
    if (changes.includes(kind)) wait(performance.now());
  });
  wait(performance.now());
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
};
