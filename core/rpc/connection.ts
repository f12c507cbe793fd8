import type { CallContext } from './compose.ts';
import { RpcError, toErrorData } from './errors.ts';
import { isClientMessage } from './messages.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';
import type { Runner } from './runner.ts';
import type { ServerLimits, Session } from './server.ts';
import { pumpStream } from './stream-pump.ts';
import type { StreamPump } from './stream-pump.ts';
import type { Transport } from './transport.ts';

/** One served client. */
export interface Connection {
  readonly id: number;
  close(): void;
  onClose(listener: () => void): void;
}

interface ConnectionParts {
  readonly transport: Transport;
  readonly session: Session;
  readonly limits: ServerLimits;
  readonly runner: Runner;
  readonly id: number;
}

/** A call or stream whose client still waits. `stop` ends it without an answer. */
interface Active {
  stop(reason: RpcError): void;
  more?(count: number): void;
}

export function serveConnection({ transport, session, limits, runner, id }: ConnectionParts): Connection {
  const active = new Map<number, Active>();
  const closeListeners: (() => void)[] = [];
  let callsAtWork = 0;
  let streamsAtWork = 0;
  let malformed = 0;
  let closed = false;

  const close = (): void => {
    if (closed) return;
    closed = true;
    const reason = new RpcError('disconnected');
    for (const work of active.values()) work.stop(reason);
    active.clear();
    transport.close();
    for (const listener of closeListeners) listener();
  };

  const send = (message: ServerMessage): void => {
    if (!closed) transport.send(message);
  };

  /** Ends a call or stream towards its client, once: later answers find the id gone. */
  const answer = (callId: number, message: ServerMessage, name: string, signal: AbortSignal): void => {
    if (!active.delete(callId)) return;
    try {
      send(message);
    } catch (thrown) {
      sendError(callId, unsendable(thrown, name, signal));
    }
  };

  const unsendable = (thrown: unknown, name: string, signal: AbortSignal): RpcError => {
    if (thrown instanceof RpcError && thrown.kind === 'too_large') return thrown;
    // The handler made a value that no transport carries: a defect, not the caller's mistake.
    return runner.toRpcError(
      new Error(`${name} produced an unsendable value`, { cause: thrown }),
      name,
      signal,
    );
  };

  const sendError = (callId: number, error: RpcError): void => {
    try {
      send({ t: 'error', id: callId, error: toErrorData(error) });
    } catch {
      // Details that cannot be sent are dropped; the kind always can.
      send({ t: 'error', id: callId, error: { kind: error.kind, details: {} } });
    }
  };

  const fail = (callId: number, error: RpcError): void => {
    if (active.delete(callId)) sendError(callId, error);
  };

  const contextFor = (callId: number, signal: AbortSignal): CallContext => ({
    signal,
    caller: session.caller,
    requestId: `${id}-${callId}`,
  });

  const startCall = (message: ClientMessage & { t: 'call' }): void => {
    if (callsAtWork >= limits.maxCalls)
      return sendError(message.id, new RpcError('busy', { limit: limits.maxCalls }));
    const controller = new AbortController();
    const { signal } = controller;
    const deadlineMs = Math.min(message.deadlineMs ?? limits.maxDeadlineMs, limits.maxDeadlineMs);
    const timer = setTimeout(() => {
      const reason = new RpcError('deadline', { deadlineMs });
      fail(message.id, reason);
      controller.abort(reason);
    }, deadlineMs);
    active.set(message.id, { stop: (reason) => controller.abort(reason) });
    callsAtWork += 1;
    runner
      .call(message.name, message.input, contextFor(message.id, signal))
      .then(
        (output) => answer(message.id, { t: 'result', id: message.id, output }, message.name, signal),
        (error: unknown) => fail(message.id, runner.toRpcError(error, message.name, signal)),
      )
      .finally(() => {
        clearTimeout(timer);
        callsAtWork -= 1;
      });
  };

  const startStream = (message: ClientMessage & { t: 'open' }): void => {
    if (streamsAtWork >= limits.maxStreams) {
      return sendError(message.id, new RpcError('busy', { limit: limits.maxStreams }));
    }
    const controller = new AbortController();
    const { signal } = controller;
    let pump: StreamPump | null = null;
    active.set(message.id, {
      stop: (reason) => controller.abort(reason),
      more: (count) => pump?.more(count),
    });
    streamsAtWork += 1;
    pump = pumpStream({
      open: () => runner.open(message.name, message.input, contextFor(message.id, signal)),
      signal,
      send: (value) => send({ t: 'item', id: message.id, value }),
    });
    pump.ended
      .then(
        () => answer(message.id, { t: 'end', id: message.id }, message.name, signal),
        (error: unknown) => fail(message.id, streamError(error, message.name, signal)),
      )
      .finally(() => {
        streamsAtWork -= 1;
      });
  };

  const streamError = (error: unknown, name: string, signal: AbortSignal): RpcError => {
    if (error instanceof RpcError && error.kind === 'malformed') return unsendable(error, name, signal);
    return runner.toRpcError(error, name, signal);
  };

  const refuse = (): void => {
    malformed += 1;
    if (malformed >= limits.maxMalformed) close();
  };

  const receive = (message: ClientMessage): void => {
    if (message.t === 'cancel') {
      const work = active.get(message.id);
      active.delete(message.id);
      work?.stop(new RpcError('cancelled'));
    } else if (message.t === 'more') active.get(message.id)?.more?.(message.count);
    else if (active.has(message.id)) refuse();
    else if (message.t === 'call') startCall(message);
    else startStream(message);
  };

  transport.onClose(close);
  transport.onMalformed((error) => {
    const callId = error.details['id'];
    if (typeof callId === 'number' && !active.has(callId)) sendError(callId, error);
    else refuse();
  });
  transport.onMessage((message) => {
    if (closed) return;
    if (isClientMessage(message)) receive(message);
    else refuse();
  });

  return {
    id,
    close,
    onClose(listener) {
      if (closed) listener();
      else closeListeners.push(listener);
    },
  };
}
