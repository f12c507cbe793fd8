import type { Changes } from './changes.ts';
import type { CallContext } from './compose.ts';
import type { Contract, Procedure } from './contract.ts';
import { RpcError } from './errors.ts';
import { parseInput, parseOutput } from './parse-payload.ts';
import type { CallReport } from './server.ts';

/** Runs single procedures: finds them, checks input and output, reports what happened. */
export interface Runner {
  /** Runs a query or command to its end, whatever becomes of the caller. */
  call(name: string, input: unknown, context: CallContext): Promise<unknown>;
  /** Opens a stream of checked items. */
  open(name: string, input: unknown, context: CallContext): AsyncIterator<unknown>;
  /** The error to answer: anything unexpected goes to the log and leaves only its reference. */
  toRpcError(error: unknown, name: string, signal: AbortSignal): RpcError;
  /** Resolves when no query or command is at work. */
  idle(): Promise<void>;
}

interface RunnerOptions {
  readonly contract: Contract;
  readonly handlers: object;
  readonly onCommand?: (name: string, changes: Changes) => void;
  readonly onUnexpected?: (error: unknown, name: string) => string;
  readonly onCall?: (report: CallReport) => void;
  readonly now: () => number;
}

export function createRunner(options: RunnerOptions): Runner {
  const { contract, now } = options;
  // Checked border: Handlers<C> has one function for each name; `find` looks names up in the contract first.
  const handlers = options.handlers as Readonly<
    Record<string, (input: unknown, context: CallContext) => unknown>
  >;
  const running = new Set<Promise<unknown>>();

  const find = (name: string, kinds: readonly Procedure['kind'][]) => {
    const procedure = Object.hasOwn(contract, name) ? contract[name] : undefined;
    const handler = handlers[name];
    if (procedure === undefined || handler === undefined || !kinds.includes(procedure.kind)) {
      throw new RpcError('unknown_procedure', { name });
    }
    return { procedure, handler };
  };

  const log = (error: unknown, name: string): string => options.onUnexpected?.(error, name) ?? 'unlogged';

  const toRpcError = (error: unknown, name: string, signal: AbortSignal): RpcError => {
    if (error instanceof RpcError && (error.kind !== 'internal' || 'ref' in error.details)) return error;
    // A handler that obeyed the signal may throw whatever its own callee made of the abort.
    if (signal.aborted && signal.reason instanceof RpcError) return signal.reason;
    return new RpcError('internal', { ref: log(error, name) });
  };

  const announce = (name: string, changes: Changes): void => {
    try {
      options.onCommand?.(name, changes);
    } catch (error) {
      log(error, name);
    }
  };

  const run = async (name: string, input: unknown, context: CallContext): Promise<unknown> => {
    const { procedure, handler } = find(name, ['query', 'command']);
    const parsed = parseInput(procedure, input);
    if (context.signal.aborted) throw context.signal.reason;
    const returned = await handler(parsed, context);
    if (procedure.kind === 'query') return parseOutput(procedure, name, returned);
    // Checked border: the type of a command's handler is Outcome; its output is parsed below.
    const outcome = returned as { output: unknown; changes: Changes };
    announce(name, outcome.changes);
    return parseOutput(procedure, name, outcome.output);
  };

  const report = (name: string, context: CallContext, startedAt: number, error: RpcError | null): void => {
    const code = error?.details['code'];
    options.onCall?.({
      name,
      requestId: context.requestId,
      durationMs: now() - startedAt,
      error: error?.kind ?? null,
      code: typeof code === 'string' ? code : null,
    });
  };

  const call = async (name: string, input: unknown, context: CallContext): Promise<unknown> => {
    const startedAt = now();
    try {
      const output = await run(name, input, context);
      report(name, context, startedAt, null);
      return output;
    } catch (thrown) {
      const error = toRpcError(thrown, name, context.signal);
      report(name, context, startedAt, error);
      throw error;
    }
  };

  return {
    call(name, input, context) {
      const work = call(name, input, context);
      running.add(work);
      const settled = (): void => {
        running.delete(work);
      };
      work.then(settled, settled);
      return work;
    },
    open(name, input, context) {
      const { procedure, handler } = find(name, ['stream']);
      // Checked border: the type of a stream's handler is AsyncIterable; its items are parsed one by one.
      const items = handler(parseInput(procedure, input), context) as AsyncIterable<unknown>;
      const iterator = items[Symbol.asyncIterator]();
      return {
        async next() {
          const step = await iterator.next();
          return step.done === true ? step : { done: false, value: parseOutput(procedure, name, step.value) };
        },
        async return() {
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
    toRpcError,
    async idle() {
      await Promise.allSettled(running);
    },
  };
}
