import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { binColumns, binOf } from './bin-columns.ts';

/** Rows of which not all are looked at for quantiles. */
const MANY = 1 << 17;

describe('bins of a column', () => {
  it('see values that take turns, however long the column is', () => {
    const turns = Float64Array.from({ length: MANY }, (_, row) => row % 2);
    expect(binColumns([turns]).edges[0]).toEqual(Float64Array.of(0.5));
  });

  it('see a value that hardly any row has, where there are few values', () => {
    const rare = new Float64Array(3 * MANY);
    rare[1] = 1;
    expect(binColumns([rare]).edges[0]).toEqual(Float64Array.of(0.5));
  });

  it('hold as many rows each where values are many and take turns', () => {
    const random = seededRandom(1);
    const column = Float64Array.from({ length: MANY }, (_, row) => (row % 2) * 10 + random.unit());
    const [edges] = binColumns([column], 8).edges;
    const rows = new Int32Array(10);
    for (const value of column) rows[binOf(edges!, value)]! += 1;
    expect(edges).toHaveLength(7);
    for (const count of rows.subarray(1, 9)) expect(Math.abs(count / (MANY / 8) - 1)).toBeLessThan(0.05);
  });

  it('come out where nothing is known, nothing differs, or values touch', () => {
    const next = 1 + Number.EPSILON;
    const { edges, codes } = binColumns([
      [Number.NaN, Number.NaN, Number.NaN],
      [7, 7, Number.NaN],
      [1, next, 1],
      [-0, 0, -Number.MAX_VALUE],
    ]);
    expect(edges.map(({ length }) => length)).toEqual([0, 0, 1, 1]);
    expect([...codes]).toEqual([0, 0, 0, 1, 1, 0, 1, 2, 1, 2, 2, 1]);
  });
});
