import { describe, expect, it } from 'vitest';

import { errorOf, until } from './expectations.ts';
import type { Harness } from './harness.ts';

/** Messages that no client of ours would send. */
export function describeHostileMessages({ start, startRaw }: Harness): void {
  describe('hostile messages', () => {
    it.each<[string, unknown]>([
      ['an unknown type', { t: 'steal', id: 7 }],
      ['a type that every object has', { t: 'constructor', id: 7 }],
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
}

function nest(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
