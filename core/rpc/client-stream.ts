import { RpcError } from './errors.ts';
import { streamWindow } from './messages.ts';

/** Items that arrived and were not consumed yet, at most `streamWindow` of them. */
export interface ItemQueue {
  push(value: unknown): void;
  end(): void;
  /** Ends the stream with an error, after the items that arrived before it; 'cancelled' drops those. */
  fail(error: RpcError): void;
  readonly iterator: AsyncIterator<unknown>;
}

interface QueueParts {
  /** Tells the server that `count` items were consumed. */
  readonly more: (count: number) => void;
  /** Nobody will consume further items. */
  readonly leave: () => void;
}

interface Waiter {
  resolve(step: IteratorResult<unknown>): void;
  reject(error: RpcError): void;
}

export function createItemQueue({ more, leave }: QueueParts): ItemQueue {
  const items: unknown[] = [];
  const waiters: Waiter[] = [];
  let ending: { error: RpcError | null } | null = null;
  let consumed = 0;

  const finish = (error: RpcError | null): void => {
    if (ending !== null) return;
    ending = { error };
    if (error?.kind === 'cancelled') items.length = 0;
    leave();
    for (const waiter of waiters.splice(0)) settle(waiter);
  };

  /** The first to ask after an error hears of it; whoever asks again sees the end. */
  const settle = (waiter: Waiter): void => {
    const error = ending?.error ?? null;
    ending = { error: null };
    if (error === null) waiter.resolve({ done: true, value: undefined });
    else waiter.reject(error);
  };

  const consume = (): void => {
    consumed += 1;
    if (consumed < streamWindow / 2 || ending !== null) return;
    more(consumed);
    consumed = 0;
  };

  return {
    push(value) {
      if (ending !== null) return;
      const waiter = waiters.shift();
      if (waiter !== undefined) {
        consume();
        waiter.resolve({ done: false, value });
      } else if (items.length < streamWindow) items.push(value);
      else finish(new RpcError('too_large', { limit: streamWindow, unit: 'items' }));
    },
    end: () => finish(null),
    fail: finish,
    iterator: {
      next() {
        if (items.length > 0) {
          consume();
          return Promise.resolve({ done: false, value: items.shift() });
        }
        return new Promise((resolve, reject) => {
          if (ending === null) waiters.push({ resolve, reject });
          else settle({ resolve, reject });
        });
      },
      return() {
        items.length = 0;
        finish(null);
        return Promise.resolve({ done: true, value: undefined });
      },
    },
  };
}
