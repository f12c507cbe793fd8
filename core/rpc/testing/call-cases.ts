import { describe, expect, it } from 'vitest';

import { collect, errorOf } from './expectations.ts';
import type { Harness } from './harness.ts';

/** Calls that succeed, and what they carry. */
export function describeCalls({ start }: Harness): void {
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
      expect(await client.call('trial.echo', { zero: -0 })).toStrictEqual({ zero: 0 });
      expect(await client.call('trial.echo', { gone: undefined })).toStrictEqual({});
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
      const echoed = await client.call('trial.echo', view);
      expect(echoed instanceof Uint8Array && echoed.buffer.byteLength).toBe(2);
    });

    it('carries them in streams', async () => {
      const { client } = await start();
      const items = await collect(client.stream('trial.tick', {}));
      expect(items).toEqual([{ data: Uint8Array.of(1) }, { data: Uint8Array.of(2, 2) }]);
    });
  });
}

function equalBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.byteLength === b.byteLength && a.every((byte, n) => byte === b[n]);
}
