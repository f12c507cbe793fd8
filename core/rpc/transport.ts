import { RpcError } from './errors.ts';
import { parseMessage } from './messages.ts';
import type { Message } from './messages.ts';

/**
 * One end of a connection that carries messages in order, or closes. Above it nothing knows the host.
 * Each `on…` takes one listener; what arrived before a listener was set is handed to it at once.
 */
export interface Transport {
  /**
   * Sends, or throws RpcError 'malformed' or 'too_large' when the message cannot be carried. After close it does
   * nothing: the close itself tells.
   */
  send(message: Message): void;
  onMessage(listener: (message: Message) => void): void;
  /** What arrived and is not a message: RpcError 'malformed' or 'too_large', with `details.id` where it could be read. */
  onMalformed(listener: (error: RpcError) => void): void;
  /** Called once, whichever side closed. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The receiving half that all transports share. */
export interface Inbox {
  readonly closed: boolean;
  /** Takes what arrived; `read` may throw RpcError. */
  receive(read: () => unknown): void;
  close(): void;
  readonly listen: Pick<Transport, 'onMessage' | 'onMalformed' | 'onClose'>;
}

export function createInbox(): Inbox {
  const messages = createSlot<Message>();
  const refusals = createSlot<RpcError>();
  const closes = createSlot<void>();
  let closed = false;
  return {
    get closed() {
      return closed;
    },
    receive(read) {
      if (closed) return;
      const message = attempt(() => parseMessage(read()));
      if (message instanceof RpcError) refusals.put(message);
      else messages.put(message);
    },
    close() {
      if (closed) return;
      closed = true;
      closes.put();
    },
    listen: { onMessage: messages.listen, onMalformed: refusals.listen, onClose: closes.listen },
  };
}

function attempt<T>(read: () => T): T | RpcError {
  try {
    return read();
  } catch (error) {
    if (error instanceof RpcError) return error;
    return new RpcError('malformed', { reason: 'unreadable' }, { cause: error });
  }
}

interface Slot<T> {
  put(value: T): void;
  listen(listener: (value: T) => void): void;
}

function createSlot<T>(): Slot<T> {
  let waiting: T[] = [];
  let current: ((value: T) => void) | null = null;
  return {
    put(value) {
      if (current === null) waiting.push(value);
      else current(value);
    },
    listen(listener) {
      current = listener;
      const early = waiting;
      waiting = [];
      for (const value of early) listener(value);
    },
  };
}
