import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareHlc, packHlc, seeHlc, tickHlc, unpackHlc } from './hlc.ts';

const stamps = fc.record({
  ms: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  n: fc.integer({ min: 0, max: 65_535 }),
});

describe('a hybrid logical clock', () => {
  it('gives later stamps, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 200 }), (clock) => {
        let last = { ms: 0, n: 65_530 };
        for (const ms of clock) {
          const next = tickHlc(last, ms);
          expect(compareHlc(next, last)).toBeGreaterThan(0);
          last = next;
        }
      }),
    );
  });

  it('moves the millisecond when its counter is full', () => {
    expect(tickHlc({ ms: 7, n: 65_535 }, 3)).toEqual({ ms: 8, n: 0 });
  });

  it('is not carried away by a stamp of the future', () => {
    expect(seeHlc({ ms: 1000, n: 0 }, { ms: 2 ** 40, n: 9 }, 1000)).toEqual({ ms: 61_000, n: 0 });
    expect(seeHlc({ ms: 1000, n: 0 }, { ms: 2000, n: 9 }, 1000)).toEqual({ ms: 2000, n: 9 });
    expect(seeHlc({ ms: 3000, n: 0 }, { ms: 2000, n: 9 }, 1000)).toEqual({ ms: 3000, n: 0 });
  });

  it('packs into eight bytes that sort as stamps do', () => {
    fc.assert(
      fc.property(stamps, stamps, (a, b) => {
        expect(unpackHlc(packHlc(a))).toEqual(a);
        expect(Math.sign(Buffer.compare(packHlc(a), packHlc(b)))).toBe(Math.sign(compareHlc(a, b)));
      }),
    );
    expect(Buffer.from(packHlc({ ms: 0x0123456789ab, n: 0xcdef })).toString('hex')).toBe('0123456789abcdef');
    expect(() => packHlc({ ms: 2 ** 48, n: 0 })).toThrow(RangeError);
  });
});
