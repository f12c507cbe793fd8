import { describe, expect, it } from 'vitest';

import { createClient } from '../client.ts';
import { RpcError } from '../errors.ts';
import { streamWindow } from '../messages.ts';
import type { Message } from '../messages.ts';
import { resumingStream } from '../resuming-stream.ts';
import { collect, errorOf, pause, until } from './expectations.ts';
import type { Harness } from './harness.ts';
import type { TrialContract } from './transport-fixture.ts';

/** Streams, to their end and not. */
export function describeStreams({ start, connectPair, again }: Harness): void {
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

    it('goes on over the next connection after the last item that came, wherever it is cut', async () => {
      const upTo = streamWindow * 2 + 5;
      for (const cutAfter of [1, streamWindow - 1, streamWindow + 3]) {
        const { trial, pair, client } = await start();
        const connections = [{ pair, client }];
        const asked: (number | undefined)[] = [];
        const stream = resumingStream<TrialContract, 'trial.count'>({
          name: 'trial.count',
          connect: async () => {
            if (asked.length > 0) connections.push(await again(trial));
            return connections.at(-1)?.client ?? client;
          },
          input: (last) => {
            asked.push(last);
            return { key: `resumed ${asked.length}`, upTo, from: last === undefined ? 0 : last + 1 };
          },
        });
        const items: number[] = [];
        for await (const item of stream) {
          items.push(item);
          if (items.length === cutAfter || items.length === cutAfter * 2) connections.at(-1)?.pair.cut();
        }
        expect(items).toEqual(Array.from({ length: upTo }, (_, n) => n));
        expect(asked.length).toBeGreaterThanOrEqual(2);
      }
    });

    it('does not go on after an error of its own, or when there is no further connection', async () => {
      const { pair, client } = await start();
      const failing = resumingStream<TrialContract, 'trial.count'>({
        name: 'trial.count',
        connect: () => Promise.resolve(client),
        input: () => ({ key: 'f', upTo: 9, failAt: 3 }),
      });
      expect(await errorOf(collect(failing))).toMatchObject({ kind: 'not_found' });
      let attempts = 0;
      const ended = resumingStream<TrialContract, 'trial.count'>({
        name: 'trial.count',
        connect: () => {
          attempts += 1;
          return attempts === 1 ? Promise.resolve(client) : Promise.reject(new RpcError('disconnected'));
        },
        input: () => ({ key: 'e', upTo: 1e9 }),
      });
      const items: number[] = [];
      const error = await errorOf(
        (async () => {
          for await (const item of ended) {
            items.push(item);
            if (items.length === 3) pair.cut();
          }
        })(),
      );
      expect(error.kind).toBe('disconnected');
      expect(attempts).toBe(2);
    });

    it('ends with too_large when a server ignores the room it was given', async () => {
      const pair = await connectPair();
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
}
