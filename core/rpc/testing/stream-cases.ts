import { describe, expect, it } from 'vitest';

import { createClient } from '../client.ts';
import { streamWindow } from '../messages.ts';
import type { Message } from '../messages.ts';
import { collect, errorOf, pause, until } from './expectations.ts';
import type { Harness } from './harness.ts';
import type { TrialContract } from './transport-fixture.ts';

/** Streams, to their end and not. */
export function describeStreams({ start, connectPair }: Harness): void {
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
