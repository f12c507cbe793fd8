import { z } from 'zod';

import type { CallContext, Handlers } from '../compose.ts';
import { bytes, command, defineContract, query, stream } from '../contract.ts';
import { RpcError } from '../errors.ts';
import { createServer } from '../server.ts';
import type { Server, ServerLimits } from '../server.ts';

/** The contract that every transport is tried with. */
export const trialContract = defineContract('trial', {
  echo: query({ input: z.unknown(), output: z.unknown(), reads: [] }),
  hold: query({ input: z.object({ n: z.int(), until: z.int() }), output: z.int(), reads: [] }),
  /** Ends with the abort, in an error of its own making. */
  obey: query({ input: z.object({ key: z.string() }), output: z.null(), reads: [] }),
  wait: query({ input: z.object({ key: z.string() }), output: z.string(), reads: [] }),
  write: command({ input: z.object({ key: z.string() }), output: z.string() }),
  media: query({
    input: z.object({ parts: z.array(z.object({ name: z.string(), data: bytes({ max: 2 ** 21 }) })) }),
    output: z.object({
      parts: z.array(z.object({ name: z.string(), data: bytes({ max: 2 ** 21 }) })),
      total: z.int(),
    }),
    reads: [],
  }),
  strict: query({
    input: z.object({ cards: z.array(z.object({ front: z.string(), due: z.int().optional() })) }),
    output: z.object({ fields: z.array(z.string()) }),
    reads: [],
  }),
  fail: query({
    input: z.object({ how: z.enum(['known', 'unknown', 'string', 'unsendable', 'huge']) }),
    output: z.unknown(),
    reads: [],
  }),
  count: stream({
    input: z.object({
      key: z.string(),
      upTo: z.int(),
      failAt: z.int().optional(),
      from: z.int().default(0),
    }),
    output: z.int(),
  }),
  /** One item, and then one that cannot be sent. */
  odd: stream({ input: z.object({ key: z.string() }), output: z.unknown() }),
  tick: stream({ input: z.object({}), output: z.object({ data: bytes({ max: 100 }) }) }),
});

export type TrialContract = typeof trialContract;

/** A server of the trial contract and what it saw. */
export interface Trial {
  readonly server: Server<TrialContract>;
  /** Kind of the reason for which each `wait` or `count` of a key was stopped. */
  readonly stopped: Map<string, string>;
  /** Items produced so far by each `count` of a key. */
  readonly produced: Map<string, number>;
  /** Keys of `count` and `odd` whose iterator was closed. */
  readonly closed: Set<string>;
  /** Changes of the commands that were announced. */
  readonly written: string[];
  /** Order in which `hold` calls were let go. */
  readonly order: number[];
  readonly log: unknown[];
  /** Lets a `wait` or `write` of the key return. */
  release(key: string): void;
}

export function startTrial(limits: Partial<ServerLimits> = {}): Trial {
  const stopped = new Map<string, string>();
  const produced = new Map<string, number>();
  const closed = new Set<string>();
  const written: string[] = [];
  const order: number[] = [];
  const log: unknown[] = [];
  const held: { n: number; go: () => void }[] = [];
  const gates = new Map<string, () => void>();

  const releaseHeld = (): void => {
    for (const call of held.splice(0).reverse()) {
      order.push(call.n);
      call.go();
    }
  };

  const note = (key: string, { signal }: CallContext): void => {
    signal.addEventListener('abort', () => {
      stopped.set(key, signal.reason instanceof RpcError ? signal.reason.kind : String(signal.reason));
    });
  };

  const gate = (key: string): Promise<void> => new Promise((resolve) => gates.set(key, resolve));

  const handlers: Handlers<TrialContract> = {
    'trial.echo': (input) => input,
    'trial.hold': async ({ n, until }) => {
      const turn = new Promise<void>((go) => held.push({ n, go }));
      if (held.length === until) setTimeout(releaseHeld, 0);
      await turn;
      return n;
    },
    'trial.obey': ({ key }, context) => {
      note(key, context);
      return new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted by the signal')));
      });
    },
    'trial.wait': async ({ key }, context) => {
      note(key, context);
      await gate(key);
      return key;
    },
    'trial.write': async ({ key }, context) => {
      note(key, context);
      await gate(key);
      return { output: key, changes: ['trials'] };
    },
    'trial.media': ({ parts }) => ({
      parts: parts.map(({ name, data }) => ({ name, data: data.toReversed() })),
      total: parts.reduce((sum, part) => sum + part.data.byteLength, 0),
    }),
    'trial.strict': ({ cards }) => ({ fields: cards.flatMap((card) => Object.keys(card)) }),
    'trial.fail': ({ how }) => {
      if (how === 'known') throw new RpcError('conflict', { what: 'card', versions: [1, 2] });
      if (how === 'string') throw 'thrown text';
      if (how === 'unsendable') return { deep: [{ due: Number.NaN }] };
      if (how === 'huge') return 'x'.repeat(9 * 1024 * 1024);
      throw new TypeError('the secret of /home/owner');
    },
    'trial.count': async function* ({ key, upTo, failAt, from }, context) {
      note(key, context);
      try {
        for (let n = from; n < upTo; n += 1) {
          if (n === failAt) throw new RpcError('not_found', { n });
          produced.set(key, n + 1);
          yield n;
        }
      } finally {
        closed.add(key);
      }
    },
    'trial.odd': async function* ({ key }) {
      try {
        yield 'fine';
        yield { due: Number.NaN };
      } finally {
        closed.add(key);
      }
    },
    'trial.tick': async function* () {
      yield { data: Uint8Array.of(1) };
      yield { data: Uint8Array.of(2, 2) };
    },
  };

  const server = createServer({
    contract: trialContract,
    handlers,
    limits,
    onCommand: (_, changes) => written.push(...changes),
    onUnexpected: (error) => `ref-${log.push(error)}`,
    now: () => 0,
  });
  return { server, stopped, produced, closed, written, order, log, release: (key) => gates.get(key)?.() };
}
