import { describe, expect, it } from 'vitest';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { designEffect, type SessionSums } from './design-effect.ts';
// Written by bench/reference/cell_effects.py.
import reference from './cell-effects.reference.json' with { type: 'json' };

/** Sessions of 20 answers with variance 1 whose means differ by `mood`. */
function sessionsOf(seed: number, cells: number, perCell: number, mood: number): SessionSums {
  const random = seededRandom(seed);
  const rows = Array.from({ length: cells * perCell }, (_, row) => {
    const shared = normal(random, 0, mood);
    let [sum, squares] = [0, 0];
    for (let answer = 0; answer < 20; answer += 1) {
      const value = normal(random, shared, 1);
      sum += value;
      squares += value ** 2;
    }
    return { cell: row % cells, sum, squares };
  });
  return {
    cells: rows.map(({ cell }) => cell),
    counts: rows.map(() => 20),
    sums: rows.map(({ sum }) => sum),
    squares: rows.map(({ squares }) => squares),
  };
}

describe('design effect', () => {
  it('is that of numpy from single answers', () => {
    expect(designEffect(reference.sessions)).toBeCloseTo(reference.sessions.designEffect, 10);
  });

  it('is 1 + 19 ρ for sessions of 20 whose answers correlate by ρ, and next to 1 for independent ones', () => {
    const rho = 0.3 ** 2 / (1 + 0.3 ** 2);
    expect(designEffect(sessionsOf(1_000_000, 10, 200, 0.3))).toBeCloseTo(1 + 19 * rho, 0);
    expect(designEffect(sessionsOf(1_000_001, 10, 200, 0))).toBeLessThan(1.1);
  });

  it('does not take effects of the cells for moods', () => {
    const flat = sessionsOf(1_000_002, 4, 50, 0);
    const sums = Array.from(flat.sums, (sum, row) => sum + 20 * 3 * flat.cells[row]!);
    const squares = Array.from(
      flat.squares,
      (square, row) => square + 6 * flat.cells[row]! * flat.sums[row]! + 20 * (3 * flat.cells[row]!) ** 2,
    );
    expect(designEffect({ ...flat, sums, squares })).toBeCloseTo(designEffect(flat), 6);
  });

  it('is 1, not less, where sessions are more alike than chance, or there is one in each cell', () => {
    expect(designEffect({ cells: [0, 0], counts: [4, 4], sums: [1, 1], squares: [5, 5] })).toBe(1);
    expect(designEffect({ cells: [0, 1], counts: [4, 4], sums: [1, 3], squares: [5, 5] })).toBe(1);
  });

  it('refuses what are no sessions', () => {
    const good = { cells: [0, 0], counts: [4, 4], sums: [1, 1], squares: [5, 5] };
    expect(() => designEffect({ cells: [], counts: [], sums: [], squares: [] })).toThrow(
      'cells: needs at least one row',
    );
    expect(() => designEffect({ ...good, sums: [1] })).toThrow('sums: has 1 rows');
    expect(() => designEffect({ ...good, cells: [0, 0.5] })).toThrow('cells[1]: 0.5 is not a whole number');
    expect(() => designEffect({ ...good, counts: [4, 0] })).toThrow('counts[1]: 0 is not between');
    expect(() => designEffect({ ...good, squares: [5, Number.NaN] })).toThrow('squares[1]');
    expect(() => designEffect({ ...good, sums: [4, 4], squares: [4, 4] })).toThrow('no residual differs');
  });
});
