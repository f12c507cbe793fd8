import { createItemQueue } from './client-stream.ts';
import type { ItemQueue } from './client-stream.ts';
import type { Contract, InputOf, OutputOf, ProcedureName, StreamName } from './contract.ts';
import { RpcError, fromErrorData } from './errors.ts';
import type { ClientMessage, Message } from './messages.ts';
import type { Transport } from './transport.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

export interface Client<C extends Contract> {
  /** One query or command. Rejects with RpcError only. */
  call<N extends Exclude<ProcedureName<C>, StreamName<C>>>(
    name: N,
    input: InputOf<C, N>,
    options?: CallOptions,
  ): Promise<OutputOf<C, N>>;
  /** Items of a stream. It opens when iteration starts and is cancelled when the loop is left. */
  stream<N extends StreamName<C>>(
    name: N,
    input: InputOf<C, N>,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<OutputOf<C, N>>;
  /** Closes the connection; what is under way rejects with 'disconnected'. */
  close(): void;
  /** Called once when the connection is gone, whoever closed it. */
  onClose(listener: () => void): void;
}

export interface ClientOptions {
  readonly defaultDeadlineMs?: number;
}

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: RpcError): void;
}

/** The client of a contract. It needs the contract's type only, never its schemas. */
export function createClient<C extends Contract>(
  transport: Transport,
  options: ClientOptions = {},
): Client<C> {
  const defaultDeadlineMs = options.defaultDeadlineMs ?? 30_000;
  const calls = new Map<number, PendingCall>();
  const streams = new Map<number, ItemQueue>();
  const closeListeners: (() => void)[] = [];
  let lastId = 0;
  let closed = false;

  const close = (): void => {
    if (closed) return;
    closed = true;
    transport.close();
    const error = new RpcError('disconnected');
    for (const pending of calls.values()) pending.reject(error);
    for (const queue of streams.values()) queue.fail(error);
    calls.clear();
    streams.clear();
    for (const listener of closeListeners) listener();
  };

  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };

  const sendQuietly = (message: ClientMessage): void => {
    if (!closed) transport.send(message);
  };

  const failId = (id: number, error: RpcError): boolean => {
    const pending = calls.get(id);
    const queue = streams.get(id);
    calls.delete(id);
    streams.delete(id);
    pending?.reject(error);
    queue?.fail(error);
    return pending !== undefined || queue !== undefined;
  };

  // Answers to ids that are gone belong to calls that were cancelled meanwhile.
  const receive = (message: Message): void => {
    if (message.t === 'result') {
      const pending = calls.get(message.id);
      calls.delete(message.id);
      pending?.resolve(message.output);
    } else if (message.t === 'error') failId(message.id, fromErrorData(message.error));
    else if (message.t === 'item') streams.get(message.id)?.push(message.value);
    else if (message.t === 'end') {
      const queue = streams.get(message.id);
      streams.delete(message.id);
      queue?.end();
    } else close();
  };

  const call = async (
    name: string,
    input: unknown,
    { signal, deadlineMs }: CallOptions = {},
  ): Promise<unknown> => {
    if (closed) throw new RpcError('disconnected');
    if (signal?.aborted === true) throw new RpcError('cancelled');
    const id = nextId();
    const limitMs = deadlineMs ?? defaultDeadlineMs;
    const giveUp = (error: RpcError): void => {
      if (failId(id, error)) sendQuietly({ t: 'cancel', id });
    };
    const cancel = (): void => giveUp(new RpcError('cancelled'));
    // The server keeps the deadline too; this timer holds when the server does not answer at all.
    const timer = setTimeout(() => giveUp(new RpcError('deadline', { deadlineMs: limitMs })), limitMs);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject: (error: RpcError) => void) => {
        calls.set(id, { resolve, reject });
        transport.send({ t: 'call', id, name, input, deadlineMs: limitMs });
      });
    } finally {
      calls.delete(id);
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  };

  const openStream = (name: string, input: unknown, signal?: AbortSignal): AsyncIterator<unknown> => {
    const id = nextId();
    const cancel = (): void => {
      if (failId(id, new RpcError('cancelled'))) sendQuietly({ t: 'cancel', id });
    };
    const queue = createItemQueue({
      more: (count) => sendQuietly({ t: 'more', id, count }),
      leave: () => {
        signal?.removeEventListener('abort', cancel);
        if (streams.delete(id)) sendQuietly({ t: 'cancel', id });
      },
    });
    if (closed) queue.fail(new RpcError('disconnected'));
    else if (signal?.aborted === true) queue.fail(new RpcError('cancelled'));
    else {
      streams.set(id, queue);
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        transport.send({ t: 'open', id, name, input });
      } catch (error) {
        failId(id, error instanceof RpcError ? error : new RpcError('malformed'));
      }
    }
    return queue.iterator;
  };

  transport.onClose(close);
  transport.onMalformed((error) => {
    const id = error.details['id'];
    // A server that sends what cannot be attributed leaves someone waiting for ever: start over instead.
    if (typeof id !== 'number' || !failId(id, error)) close();
  });
  transport.onMessage(receive);

  return {
    call(name, input, callOptions) {
      // Checked border: the server parsed the output with the schema that OutputOf names.
      return call(name, input, callOptions) as Promise<OutputOf<C, typeof name>>;
    },
    stream(name, input, streamOptions) {
      const open = () => openStream(name, input, streamOptions?.signal);
      // Checked border: as for call, item by item.
      return { [Symbol.asyncIterator]: open } as AsyncIterable<OutputOf<C, typeof name>>;
    },
    close,
    onClose(listener) {
      if (closed) listener();
      else closeListeners.push(listener);
    },
  };
}
