import type { Changes } from './changes.ts';
import type { CallContext, Caller, Handlers } from './compose.ts';
import { serveConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import type { Contract, InputOf, OutputOf, ProcedureName, StreamName } from './contract.ts';
import { RpcError } from './errors.ts';
import type { ErrorKind } from './errors.ts';
import { createRunner } from './runner.ts';
import type { Transport } from './transport.ts';

export interface Session {
  readonly caller: Caller;
}

export interface ServerLimits {
  /** Calls at work on one connection. */
  readonly maxCalls: number;
  /** Streams open on one connection. */
  readonly maxStreams: number;
  /** Longest a call may run; also the deadline of calls that name none. */
  readonly maxDeadlineMs: number;
  /** Messages that cannot be attributed to a call before the connection is closed. */
  readonly maxMalformed: number;
}

export const defaultServerLimits: ServerLimits = {
  maxCalls: 256,
  maxStreams: 64,
  maxDeadlineMs: 120_000,
  maxMalformed: 16,
};

export interface CallReport {
  readonly name: string;
  readonly requestId: string;
  readonly durationMs: number;
  /** How it ended; null is success. */
  readonly error: ErrorKind | null;
  /** What the system or SQLite calls the error, where they do. */
  readonly code: string | null;
}

export interface ServerOptions<C extends Contract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly limits?: Partial<ServerLimits>;
  /** Called after each command that finished, before its caller hears of it, even when nobody waits any more. */
  readonly onCommand?: (name: string, changes: Changes) => void;
  /** Writes a defect to the log and returns the id under which it can be found. */
  readonly onUnexpected?: (error: unknown, name: string) => string;
  /** Called when the handler of a query or command has ended. */
  readonly onCall?: (report: CallReport) => void;
  /** Milliseconds of any origin, for `onCall`. */
  readonly now: () => number;
}

export interface Server<C extends Contract> {
  /** Serves a connected transport until it closes. */
  connect(transport: Transport, session: Session): Connection;
  /** One query or command without a transport; no deadline but the signal. Throws RpcError. */
  call<N extends Exclude<ProcedureName<C>, StreamName<C>>>(
    name: N,
    input: InputOf<C, N>,
    session: Session,
    signal?: AbortSignal,
  ): Promise<OutputOf<C, N>>;
  /** Closes every connection, cancels everything, and resolves when the last query or command has ended. */
  close(): Promise<void>;
}

/** Serves a contract: checks inputs and outputs, bounds what runs, turns every failure into an RpcError. */
export function createServer<C extends Contract>(options: ServerOptions<C>): Server<C> {
  const limits = { ...defaultServerLimits, ...options.limits };
  const runner = createRunner(options);
  const connections = new Set<Connection>();
  const directCalls = new Set<AbortController>();
  let closed = false;
  let lastConnection = 0;
  let lastDirectCall = 0;

  const callDirectly = async (name: string, input: unknown, session: Session, signal?: AbortSignal) => {
    if (closed) throw new RpcError('disconnected');
    const controller = new AbortController();
    const cancel = (): void => controller.abort(new RpcError('cancelled'));
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    directCalls.add(controller);
    lastDirectCall += 1;
    const context: CallContext = {
      signal: controller.signal,
      caller: session.caller,
      requestId: `direct-${lastDirectCall}`,
    };
    try {
      return await new Promise((resolve, reject) => {
        const giveUp = (): void => reject(controller.signal.reason);
        if (controller.signal.aborted) giveUp();
        controller.signal.addEventListener('abort', giveUp, { once: true });
        runner.call(name, input, context).then(resolve, reject);
      });
    } finally {
      directCalls.delete(controller);
      signal?.removeEventListener('abort', cancel);
    }
  };

  return {
    connect(transport, session) {
      lastConnection += 1;
      const connection = serveConnection({ transport, session, limits, runner, id: lastConnection });
      connections.add(connection);
      connection.onClose(() => connections.delete(connection));
      if (closed) connection.close();
      return connection;
    },
    call(name, input, session, signal) {
      // Checked border: the runner parsed the output with the schema that OutputOf names.
      return callDirectly(name, input, session, signal) as Promise<OutputOf<C, typeof name>>;
    },
    async close() {
      closed = true;
      for (const connection of connections) connection.close();
      for (const controller of directCalls) controller.abort(new RpcError('disconnected'));
      await runner.idle();
    },
  };
}
