import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumn, unpackColumn } from './columns.ts';

const instant = fc.integer({ min: -1, max: 4_102_444_800_000 });
const column = fc.oneof(
  fc.array(fc.option(instant)),
  fc.array(fc.option(fc.string())),
  fc.array(fc.option(fc.uint8Array({ maxLength: 40 }))),
  fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))),
);
const plain = (values: readonly unknown[]): unknown[] =>
  values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value));

describe('a column of a snapshot', () => {
  it('comes back as it was (property)', () => {
    fc.assert(
      fc.property(column, (values) => {
        // CBOR has one zero.
        const said = values.map((value) => (value === 0 ? 0 : value));
        expect(plain(unpackColumn(packColumn(said), said.length))).toEqual(plain(said));
      }),
    );
  });

  it('is refused where it is not one, and never gives other rows (property)', () => {
    fc.assert(
      fc.property(column, fc.nat(), fc.nat(), (values, at, n) => {
        const packed = packColumn(values);
        const short = { ...packed, body: packed.body.subarray(0, at % (packed.body.length + 1)) };
        for (const [tried, rows] of [
          [short, values.length],
          [packed, n % 50],
        ] as const)
          try {
            expect(unpackColumn(tried, rows)).toHaveLength(rows);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
      }),
    );
  });

  it('of instants takes few bytes', () => {
    const instants = Array.from({ length: 1000 }, (_, place) => 1_700_000_000_000 + place * 9000);
    expect(packColumn(instants).body.length).toBeLessThan(3 * 1000 + 20);
  });
});
