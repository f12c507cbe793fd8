import { afterEach, describe, expect, it } from 'vitest';

import { createClient } from '../client.ts';
import type { Client } from '../client.ts';
import { RpcError } from '../errors.ts';
import { streamWindow } from '../messages.ts';
import type { Message } from '../messages.ts';
import type { ServerLimits } from '../server.ts';
import type { Transport } from '../transport.ts';
import { startTrial } from './transport-fixture.ts';
import type { Trial, TrialContract } from './transport-fixture.ts';

/** Two connected ends of the transport under test, with the default frame limits. */
export interface TransportPair {
  readonly client: Transport;
  readonly server: Transport;
  /** Sends to the server what no client would: any value, before whatever encoding the transport has. */
  readonly sendRaw: (value: unknown) => void;
  /** Breaks the connection without a farewell. */
  readonly cut: () => void;
  readonly cleanup: () => void | Promise<void>;
}

/** What every transport must do, whatever carries it. Run it once for each transport. */
export function describeTransport(name: string, makePair: () => Promise<TransportPair>): void {
  describe(`transport: ${name}`, () => {
    const cleanups: (() => void | Promise<void>)[] = [];

    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    });

    const connect = async (
      limits?: Partial<ServerLimits>,
    ): Promise<{ trial: Trial; pair: TransportPair }> => {
      const trial = startTrial(limits);
      const pair = await makePair();
      cleanups.push(pair.cleanup, () => pair.client.close());
      trial.server.connect(pair.server, { caller: 'test' });
      return { trial, pair };
    };

    const start = async (limits?: Partial<ServerLimits>) => {
      const { trial, pair } = await connect(limits);
      const client: Client<TrialContract> = createClient<TrialContract>(pair.client);
      return { trial, pair, client };
    };

    /** The client's end without a client, to see every message. */
    const startRaw = async (limits?: Partial<ServerLimits>) => {
      const { trial, pair } = await connect(limits);
      const received: Message[] = [];
      let closes = 0;
      pair.client.onMessage((message) => received.push(message));
      pair.client.onClose(() => (closes += 1));
      return { trial, pair, received, closes: () => closes };
    };

    describe('calls', () => {
      it('keeps 100 concurrent calls apart when they are answered in reverse', async () => {
        const { client, trial } = await start();
        const numbers = Array.from({ length: 100 }, (_, n) => n);
        const finished: number[] = [];
        const answers = await Promise.all(
          numbers.map(async (n) => {
            const answer = await client.call('trial.hold', { n, until: 100 });
            finished.push(answer);
            return answer;
          }),
        );
        expect(answers).toEqual(numbers);
        expect(trial.order).toEqual(numbers.toReversed());
        expect(finished).toEqual(numbers.toReversed());
      });

      it('delivers values exactly', async () => {
        const { client } = await start();
        const value = {
          text: 'é 漢字 🂡 \ud800 \u0000 "\\',
          numbers: [0, -1, 1.5, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, 1e308],
          nested: { empty: {}, list: [], none: null, yes: true },
          constructor: 'own field',
        };
        expect(await client.call('trial.echo', value)).toEqual(value);
        expect(await client.call('trial.echo', null)).toBe(null);
        expect(await client.call('trial.echo', '')).toBe('');
      });

      it('drops undefined fields and the sign of zero, the same on every transport', async () => {
        const { client } = await start();
        expect(await client.call('trial.strict', { cards: [{ front: 'a', due: undefined }] })).toEqual({
          fields: ['front'],
        });
        const zero = await client.call('trial.echo', { zero: -0, gone: undefined });
        expect(zero).toStrictEqual({ zero: 0 });
      });

      it('shares nothing between the ends', async () => {
        const { client } = await start();
        const value = { list: [1], data: Uint8Array.of(1) };
        const answer = await client.call('trial.echo', value);
        value.list.push(2);
        value.data[0] = 9;
        expect(answer).toEqual({ list: [1], data: Uint8Array.of(1) });
      });

      it.each([
        ['NaN', { deep: [{ due: Number.NaN }] }, 'input.deep.0.due'],
        ['Infinity', [Number.POSITIVE_INFINITY], 'input.0'],
        ['bigint', { n: 1n }, 'input.n'],
        ['Date', { at: new Date(0) }, 'input.at'],
        ['Map', new Map(), 'input'],
        ['function', { f: () => 1 }, 'input.f'],
        ['undefined in a list', [undefined], 'input.0'],
        ['__proto__ key', JSON.parse('{"a":{"__proto__":1}}'), 'input.a.__proto__'],
      ])('refuses to send %s and names its path', async (_, input, path) => {
        const { client } = await start();
        const error = await errorOf(client.call('trial.echo', input));
        expect(error.kind).toBe('malformed');
        expect(error.details['path']).toBe(path);
        expect(await client.call('trial.echo', 1)).toBe(1);
      });
    });

    describe('binary payloads', () => {
      it.each([0, 1, 2 ** 20])('carries %i bytes both ways', async (size) => {
        const { client } = await start();
        const data = Uint8Array.from({ length: size }, (_, n) => (n * 31) % 251);
        const answer = await client.call('trial.media', { parts: [{ name: 'one', data }] });
        expect(answer.total).toBe(size);
        const [part] = answer.parts;
        expect(part?.data).toBeInstanceOf(Uint8Array);
        expect(equalBytes(part?.data, data.toReversed())).toBe(true);
      });

      it('carries several of them, nested in lists, in their places', async () => {
        const { client } = await start();
        const parts = Array.from({ length: 20 }, (_, n) => ({
          name: `part ${n}`,
          data: new Uint8Array(n).fill(n),
        }));
        const answer = await client.call('trial.media', { parts });
        expect(answer).toEqual({ parts, total: 190 });
        const nested = [[[Uint8Array.of(1)]], { a: { b: Uint8Array.of(2) } }, null, Uint8Array.of()];
        expect(await client.call('trial.echo', nested)).toEqual(nested);
        expect(await client.call('trial.echo', Uint8Array.of(7))).toEqual(Uint8Array.of(7));
      });

      it('carries only the view, not the buffer behind it', async () => {
        const { client } = await start();
        const view = Uint8Array.of(1, 2, 3, 4, 5).subarray(1, 3);
        const answer = await client.call('trial.media', { parts: [{ name: 'view', data: view }] });
        expect(answer.parts[0]?.data).toEqual(Uint8Array.of(3, 2));
        expect(answer.parts[0]?.data.buffer.byteLength).toBe(2);
      });

      it('carries them in streams', async () => {
        const { client } = await start();
        const items = await collect(client.stream('trial.tick', {}));
        expect(items).toEqual([{ data: Uint8Array.of(1) }, { data: Uint8Array.of(2, 2) }]);
      });
    });

    describe('cancellation and deadlines', () => {
      it('cancels one call and leaves the others', async () => {
        const { client, trial } = await start();
        const controller = new AbortController();
        const cancelled = errorOf(client.call('trial.wait', { key: 'a' }, { signal: controller.signal }));
        const other = client.call('trial.wait', { key: 'b' });
        await client.call('trial.echo', 1);
        controller.abort();
        expect((await cancelled).kind).toBe('cancelled');
        await until(() => trial.stopped.has('a'));
        expect(trial.stopped.get('a')).toBe('cancelled');
        trial.release('b');
        expect(await other).toBe('b');
        expect(trial.stopped.has('b')).toBe(false);
      });

      it('sends nothing for a signal that is aborted already', async () => {
        const { client, trial } = await start();
        const error = await errorOf(client.call('trial.wait', { key: 'a' }, { signal: AbortSignal.abort() }));
        expect(error.kind).toBe('cancelled');
        await client.call('trial.echo', 1);
        trial.release('a');
        expect(trial.stopped.size).toBe(0);
      });

      it('drops the result of a cancelled call but announces what it wrote', async () => {
        const { pair, received, trial } = await startRaw();
        pair.client.send({ t: 'call', id: 1, name: 'trial.write', input: { key: 'w' } });
        pair.client.send({ t: 'cancel', id: 1 });
        await until(() => trial.stopped.has('w'));
        trial.release('w');
        await until(() => trial.written.length > 0);
        expect(trial.written).toEqual(['trials']);
        pair.client.send({ t: 'call', id: 2, name: 'trial.echo', input: 'after' });
        await until(() => received.length > 0);
        expect(received).toEqual([{ t: 'result', id: 2, output: 'after' }]);
      });

      it('stops a call at its deadline', async () => {
        const { client, trial } = await start();
        const error = await errorOf(client.call('trial.wait', { key: 'slow' }, { deadlineMs: 30 }));
        expect(error.kind).toBe('deadline');
        await until(() => trial.stopped.has('slow'));
        expect(await client.call('trial.echo', 1)).toBe(1);
      });

      it('caps deadlines by the server, also of calls that name none', async () => {
        const { pair, received, trial } = await startRaw({ maxDeadlineMs: 30 });
        pair.client.send({ t: 'call', id: 1, name: 'trial.wait', input: { key: 'none' } });
        pair.client.send({
          t: 'call',
          id: 2,
          name: 'trial.wait',
          input: { key: 'long' },
          deadlineMs: 60_000,
        });
        await until(() => received.length === 2);
        const error = { kind: 'deadline', details: { deadlineMs: 30 } };
        expect(received.toSorted(byId)).toEqual([
          { t: 'error', id: 1, error },
          { t: 'error', id: 2, error },
        ]);
        expect([...trial.stopped.values()]).toEqual(['deadline', 'deadline']);
      });
    });

    describe('streams', () => {
      it('delivers every item in order and ends', async () => {
        const { client, trial } = await start();
        const upTo = streamWindow * 5 + 7;
        const items = await collect(client.stream('trial.count', { key: 's', upTo }));
        expect(items).toEqual(Array.from({ length: upTo }, (_, n) => n));
        expect(trial.closed.has('s')).toBe(true);
        expect(await collect(client.stream('trial.count', { key: 'none', upTo: 0 }))).toEqual([]);
      });

      it('delivers the items before an error, then the error', async () => {
        const { client } = await start();
        const items: number[] = [];
        const error = await errorOf(
          collect(client.stream('trial.count', { key: 's', upTo: 9, failAt: 3 }), items),
        );
        expect(items).toEqual([0, 1, 2]);
        expect(error).toMatchObject({ kind: 'not_found', details: { n: 3 } });
      });

      it('closes the iterator of a stream whose loop is left', async () => {
        const { client, trial } = await start();
        for await (const n of client.stream('trial.count', { key: 's', upTo: 1e9 })) if (n === 10) break;
        await until(() => trial.closed.has('s'));
        expect(trial.stopped.get('s')).toBe('cancelled');
      });

      it('cancels a stream by its signal', async () => {
        const { client, trial } = await start();
        const controller = new AbortController();
        const seen: number[] = [];
        const stream = client.stream('trial.count', { key: 's', upTo: 1e9 }, { signal: controller.signal });
        const error = await errorOf(
          (async () => {
            for await (const n of stream) {
              seen.push(n);
              if (n === 10) controller.abort();
            }
          })(),
        );
        expect(error.kind).toBe('cancelled');
        expect(seen).toHaveLength(11);
        await until(() => trial.closed.has('s'));
      });

      it('produces no more than the client has room for, and loses nothing', async () => {
        const { client, trial } = await start();
        const upTo = streamWindow * 3;
        const iterator = client.stream('trial.count', { key: 's', upTo })[Symbol.asyncIterator]();
        expect(await iterator.next()).toEqual({ done: false, value: 0 });
        await pause(50);
        expect(trial.produced.get('s')).toBeLessThanOrEqual(streamWindow + 1);
        const rest = await collect({ [Symbol.asyncIterator]: () => iterator });
        expect(rest).toEqual(Array.from({ length: upTo - 1 }, (_, n) => n + 1));
      });

      it('ends with too_large when a server ignores the room it was given', async () => {
        const pair = await makePair();
        cleanups.push(pair.cleanup);
        const client = createClient<TrialContract>(pair.client);
        const fromClient: Message[] = [];
        pair.server.onMessage((message) => fromClient.push(message));
        const iterator = client.stream('trial.count', { key: 's', upTo: 1 })[Symbol.asyncIterator]();
        const first = iterator.next();
        await until(() => fromClient.length === 1);
        const id = fromClient[0]?.id ?? 0;
        for (let n = 0; n <= streamWindow + 1; n += 1) pair.server.send({ t: 'item', id, value: n });
        expect(await first).toEqual({ done: false, value: 0 });
        await until(() => fromClient.some((message) => message.t === 'cancel' && message.id === id));
        const items: number[] = [];
        const error = await errorOf(collect({ [Symbol.asyncIterator]: () => iterator }, items));
        expect(error.kind).toBe('too_large');
        expect(items).toHaveLength(streamWindow);
      });
    });

    describe('lost connections', () => {
      it('rejects calls and streams, stops their handlers and closes their iterators', async () => {
        const { client, trial, pair } = await start();
        let closes = 0;
        client.onClose(() => (closes += 1));
        const call = errorOf(client.call('trial.wait', { key: 'call' }));
        const iterator = client.stream('trial.count', { key: 'stream', upTo: 1e9 })[Symbol.asyncIterator]();
        await iterator.next();
        pair.cut();
        expect((await call).kind).toBe('disconnected');
        const error = await errorOf(collect({ [Symbol.asyncIterator]: () => iterator }));
        expect(error.kind).toBe('disconnected');
        await until(() => trial.closed.has('stream') && trial.stopped.has('call'));
        expect(trial.stopped.get('call')).toBe('disconnected');
        expect(closes).toBe(1);
        expect((await errorOf(client.call('trial.echo', 1))).kind).toBe('disconnected');
      });

      it('does the same when the client closes', async () => {
        const { client, trial } = await start();
        const call = errorOf(client.call('trial.wait', { key: 'call' }));
        await client.call('trial.echo', 1);
        client.close();
        expect((await call).kind).toBe('disconnected');
        await until(() => trial.stopped.has('call'));
      });

      it('does the same when the server closes', async () => {
        const { client, trial } = await start();
        const call = errorOf(client.call('trial.wait', { key: 'call' }));
        await client.call('trial.echo', 1);
        const closing = trial.server.close();
        expect((await call).kind).toBe('disconnected');
        expect(trial.stopped.get('call')).toBe('disconnected');
        trial.release('call');
        await closing;
      });
    });

    describe('errors as data', () => {
      it('carries kind and details', async () => {
        const { client } = await start();
        const error = await errorOf(client.call('trial.fail', { how: 'known' }));
        expect(error).toMatchObject({ kind: 'conflict', details: { what: 'card', versions: [1, 2] } });
      });

      it.each(['unknown', 'string', 'unsendable'] as const)(
        'answers only a reference for a defect: %s',
        async (how) => {
          const { pair, received, trial } = await startRaw();
          pair.client.send({ t: 'call', id: 1, name: 'trial.fail', input: { how } });
          await until(() => received.length > 0);
          expect(received).toEqual([
            { t: 'error', id: 1, error: { kind: 'internal', details: { ref: 'ref-1' } } },
          ]);
          expect(trial.log).toHaveLength(1);
        },
      );

      it.each(['trial.nothing', 'nothing.echo', 'constructor', '__proto__', 'toString', 'trial.count'])(
        'knows no query or command %s',
        async (name) => {
          const { pair, received } = await startRaw();
          pair.client.send({ t: 'call', id: 1, name, input: {} });
          await until(() => received.length > 0);
          expect(received).toEqual([
            { t: 'error', id: 1, error: { kind: 'unknown_procedure', details: { name } } },
          ]);
        },
      );

      it('opens no query as a stream', async () => {
        const { pair, received } = await startRaw();
        pair.client.send({ t: 'open', id: 1, name: 'trial.echo', input: {} });
        await until(() => received.length > 0);
        expect(received).toMatchObject([{ t: 'error', error: { kind: 'unknown_procedure' } }]);
      });

      it('names the path of what is invalid in an input', async () => {
        const { client } = await start();
        const cards: unknown[] = [{ front: 'a' }, { front: 7 }];
        const error = await errorOf(client.call('trial.strict', { cards } as never));
        expect(error.kind).toBe('invalid');
        expect(error.details['issues']).toMatchObject([
          { path: ['cards', 1, 'front'], code: 'invalid_type' },
        ]);
        const missing = await errorOf(client.call('trial.strict', undefined as never));
        expect(missing.details['issues']).toMatchObject([{ path: [], code: 'invalid_type' }]);
        const stream = client.stream('trial.count', { key: 's', upTo: 0.5 });
        expect((await errorOf(collect(stream))).details['issues']).toMatchObject([{ path: ['upTo'] }]);
      });

      it('is busy beyond the bounds on calls and streams, and serves again afterwards', async () => {
        const { client, trial } = await start({ maxCalls: 3, maxStreams: 2 });
        const waiting = ['a', 'b', 'c'].map((key) => client.call('trial.wait', { key }));
        expect(await errorOf(client.call('trial.echo', 1))).toMatchObject({
          kind: 'busy',
          details: { limit: 3 },
        });
        for (const key of ['a', 'b', 'c']) trial.release(key);
        await Promise.all(waiting);
        expect(await client.call('trial.echo', 1)).toBe(1);

        const open = ['x', 'y'].map((key) =>
          client.stream('trial.count', { key, upTo: 1e9 })[Symbol.asyncIterator](),
        );
        for (const iterator of open) await iterator.next();
        expect((await errorOf(collect(client.stream('trial.tick', {})))).kind).toBe('busy');
        for (const iterator of open) await iterator.return?.();
        await until(() => trial.closed.size === 2);
        expect(await collect(client.stream('trial.tick', {}))).toHaveLength(2);
      });
    });

    describe('hostile messages', () => {
      it.each<[string, unknown]>([
        ['an unknown type', { t: 'steal', id: 7 }],
        ['a call without a name', { t: 'call', id: 7 }],
        ['a name that is no text', { t: 'call', id: 7, name: { x: 1 }, input: 1 }],
        ['a very long name', { t: 'call', id: 7, name: 'x'.repeat(101), input: 1 }],
        ['an unknown field', { t: 'call', id: 7, name: 'trial.echo', input: 1, caller: 'cli' }],
        ['a negative deadline', { t: 'call', id: 7, name: 'trial.echo', input: 1, deadlineMs: -1 }],
        ['too much room', { t: 'more', id: 7, count: 1e9 }],
      ])('answers malformed to %s', async (_, raw) => {
        const { pair, received } = await startRaw();
        pair.sendRaw(raw);
        await until(() => received.length > 0);
        expect(received).toMatchObject([{ t: 'error', id: 7, error: { kind: 'malformed' } }]);
      });

      it('closes after 16 messages that belong to no call, and not before', async () => {
        const { pair, received, closes } = await startRaw();
        const raws: unknown[] = [null, 'text', 42, true, [], {}, { t: 'call' }, { id: 0, t: 'cancel' }];
        raws.push(
          { t: 'result', id: 1, output: 1 },
          { t: 'call', id: 1.5, name: 'trial.echo' },
          { id: 'x', t: 'call' },
        );
        raws.push(
          [[[]]],
          { t: null },
          -1,
          JSON.parse('{"t":"call","id":9,"name":"trial.echo","input":{"__proto__":{}}}'),
        );
        for (const raw of raws) pair.sendRaw(raw);
        pair.client.send({ t: 'call', id: 5, name: 'trial.echo', input: 'still here' });
        await until(() => received.length > 0);
        expect(raws).toHaveLength(15);
        expect(received).toEqual([{ t: 'result', id: 5, output: 'still here' }]);
        expect(closes()).toBe(0);
        pair.sendRaw({});
        await until(() => closes() === 1);
      });

      it('pollutes no prototype and runs no handler for a __proto__ key', async () => {
        const { pair, received } = await startRaw();
        pair.sendRaw(
          JSON.parse('{"t":"call","id":1,"name":"trial.echo","input":{"a":{"__proto__":{"polluted":1}}}}'),
        );
        pair.client.send({ t: 'call', id: 2, name: 'trial.echo', input: 'after' });
        await until(() => received.some((message) => message.id === 2));
        expect(received).toEqual([{ t: 'result', id: 2, output: 'after' }]);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      });

      it('refuses an id that is in use without harming its call', async () => {
        const { pair, received, trial } = await startRaw();
        pair.client.send({ t: 'call', id: 1, name: 'trial.wait', input: { key: 'a' } });
        pair.client.send({ t: 'call', id: 1, name: 'trial.echo', input: 'twice' });
        pair.sendRaw({ t: 'call', id: 1 });
        pair.client.send({ t: 'call', id: 2, name: 'trial.echo', input: 'after' });
        await until(() => received.length === 1);
        trial.release('a');
        await until(() => received.length === 2);
        expect(received).toEqual([
          { t: 'result', id: 2, output: 'after' },
          { t: 'result', id: 1, output: 'a' },
        ]);
      });

      it.each<[string, () => unknown, string]>([
        ['bytes', () => 'x'.repeat(9 * 1024 * 1024), 'bytes'],
        ['binary bytes', () => new Uint8Array(9 * 1024 * 1024), 'bytes'],
        ['depth', () => nest(70), 'depth'],
        ['nodes', () => Array.from({ length: 200_001 }, () => 0), 'nodes'],
      ])('sends nothing over the limit of %s', async (_, make, unit) => {
        const { client } = await start();
        const error = await errorOf(client.call('trial.echo', make()));
        expect(error).toMatchObject({ kind: 'too_large', details: { unit } });
        expect(await client.call('trial.echo', 1)).toBe(1);
      });

      it.each<[string, () => unknown]>([
        ['bytes', () => 'x'.repeat(9 * 1024 * 1024)],
        ['depth', () => nest(70)],
        ['nodes', () => Array.from({ length: 200_001 }, () => 0)],
      ])('hands nothing over the limit of %s to a handler', async (_, make) => {
        const { pair, received, closes } = await startRaw({ maxMalformed: 1 });
        pair.sendRaw({ t: 'call', id: 1, name: 'trial.echo', input: make() });
        await until(() => closes() === 1);
        expect(received).toEqual([]);
      });

      it('tells the caller of an answer that is too large', async () => {
        const { client } = await start();
        expect((await errorOf(client.call('trial.fail', { how: 'huge' }))).kind).toBe('too_large');
        expect(await client.call('trial.echo', 1)).toBe(1);
      });
    });
  });
}

async function errorOf(promise: Promise<unknown>): Promise<RpcError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof RpcError) return outcome;
  return expect.fail(`not an RpcError: ${String(outcome)}`);
}

async function collect<T>(items: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const item of items) into.push(item);
  return into;
}

async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5000; waitedMs += 2) {
    if (condition()) return;
    await pause(2);
  }
  expect.fail(`never happened: ${condition.toString()}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function byId(a: Message, b: Message): number {
  return a.id - b.id;
}

function equalBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.byteLength === b.byteLength && a.every((byte, n) => byte === b[n]);
}

function nest(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
