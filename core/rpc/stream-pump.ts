import { streamWindow } from './messages.ts';

export interface StreamPump {
  /** The client has room for `count` more items. */
  more(count: number): void;
  /** Resolves at the end of the stream, rejects with its error or, when aborted, with the signal's reason. */
  readonly ended: Promise<void>;
}

interface PumpParts {
  readonly open: () => AsyncIterator<unknown>;
  readonly signal: AbortSignal;
  readonly send: (value: unknown) => void;
}

/** Moves items from an iterator to the client, never more than the client has room for. */
export function pumpStream({ open, signal, send }: PumpParts): StreamPump {
  let room = streamWindow;
  let wake: () => void = () => undefined;

  const roomForOne = async (): Promise<void> => {
    if (room === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    room -= 1;
  };

  const pump = async (iterator: AsyncIterator<unknown>): Promise<void> => {
    for (;;) {
      await roomForOne();
      if (signal.aborted) return;
      const step = await iterator.next();
      if (step.done === true || signal.aborted) return;
      send(step.value);
    }
  };

  const start = async (): Promise<void> => {
    const iterator = open();
    // An iterator that waits for something else closes when that comes: nobody waits for it here.
    const release = (): void => {
      Promise.resolve(iterator.return?.()).catch(() => undefined);
    };
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        wake();
        release();
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      const settled = (): void => signal.removeEventListener('abort', stop);
      pump(iterator)
        .finally(settled)
        .then(resolve, (error: unknown) => {
          release();
          reject(error);
        });
    });
  };

  return {
    more(count) {
      room = Math.min(room + count, streamWindow);
      wake();
    },
    ended: start(),
  };
}
