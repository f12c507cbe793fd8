import { describe, expect, it } from 'vitest';

import { collect, errorOf, until } from './expectations.ts';
import type { Harness } from './harness.ts';

/** Errors as data. */
export function describeErrors({ start, startRaw }: Harness): void {
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

    it('closes a stream at the item that cannot be sent', async () => {
      const { client, trial } = await start();
      const items: unknown[] = [];
      const error = await errorOf(collect(client.stream('trial.odd', { key: 's' }), items));
      expect(items).toEqual(['fine']);
      expect(error).toMatchObject({ kind: 'internal', details: { ref: 'ref-1' } });
      expect(trial.log).toHaveLength(1);
      await until(() => trial.closed.has('s'));
    });

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
      expect(error.details['issues']).toMatchObject([{ path: ['cards', 1, 'front'], code: 'invalid_type' }]);
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
}
