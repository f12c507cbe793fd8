import { describe, expect, it } from 'vitest';
import type { CellLayout } from './cell-layout.ts';
import { cellPosterior } from './cell-posterior.ts';
import { contrastPosterior, type CellContrasts } from './contrast-posterior.ts';
import { effectClaims } from './effect-claims.ts';
import { effectOf } from './effect-of.ts';

const hours: CellLayout = { kind: 'circle', positions: [8, 9, 10, 18, 19, 20], period: 24 };
const counts = [200, 300, 250, 220, 180, 260];
const variance = 0.09;
const effects = [0.05, 0.06, 0.04, -0.05, -0.06, -0.03];

/** What independent answers say: D − n nᵀ / N, over the variance of an answer. */
const independent = (): CellContrasts => {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const precision = counts.flatMap((n, row) =>
    counts.map((m, column) => ((row === column ? n : 0) - (n * m) / total) / variance),
  );
  const mean = counts.reduce((sum, n, cell) => sum + n * effects[cell]!, 0) / total;
  return {
    size: 6,
    cells: Int32Array.from([0, 1, 2, 3, 4, 5]),
    counts: Float64Array.from(counts),
    precision: Float64Array.from(precision),
    score: Float64Array.from(counts, (n, cell) => (n * (effects[cell]! - mean)) / variance),
  };
};

describe('contrasts of answers that stand for themselves', () => {
  it('give the posterior of their cells', () => {
    const sums = counts.map((n, cell) => n * effects[cell]!);
    const cells = cellPosterior(
      { counts, sums, squares: counts.map((n, cell) => n * (variance + effects[cell]! ** 2)) },
      { layout: hours, smallestEffect: 0.02, variances: counts.map(() => variance) },
    );
    const contrasts = contrastPosterior(independent(), { layout: hours, smallestEffect: 0.02 });
    expect(contrasts.noEffect).toBeCloseTo(cells.noEffect, 6);
    for (const of of [[0], [4], [0, 1, 2], [3, 4, 5]]) {
      const [a, b] = [effectOf(contrasts, of)!, effectOf(cells, of)!];
      expect(a.effect).toBeCloseTo(b.effect, 6);
      expect(a.above).toBeCloseTo(b.above, 6);
      expect(a.below).toBeCloseTo(b.below, 6);
      // The ridge of the raw estimate moves its interval by less than a point.
      expect(Math.abs(a.low - b.low)).toBeLessThan(0.01);
      expect(Math.abs(a.high - b.high)).toBeLessThan(0.01);
    }
    expect(effectClaims(contrasts).some(({ isTold }) => isTold)).toBe(true);
  });
});

describe('a difference that the answers know nothing of', () => {
  /** Mornings are compared with mornings and evenings with evenings. */
  const blocks = (): CellContrasts => {
    const whole = independent();
    const precision = new Float64Array(36);
    const score = new Float64Array(6);
    for (const block of [
      [0, 1, 2],
      [3, 4, 5],
    ]) {
      const total = block.reduce((sum, cell) => sum + counts[cell]!, 0);
      const mean = block.reduce((sum, cell) => sum + counts[cell]! * effects[cell]!, 0) / total;
      for (const row of block) {
        score[row] = (counts[row]! * (effects[row]! - mean)) / variance;
        for (const column of block)
          precision[row * 6 + column] =
            ((row === column ? counts[row]! : 0) - (counts[row]! * counts[column]!) / total) / variance;
      }
    }
    return { ...whole, precision, score };
  };

  it('is told by nobody, and its interval says that it is not known', () => {
    const posterior = contrastPosterior(blocks(), { layout: hours, smallestEffect: 0.02 });
    expect(effectClaims(posterior).filter(({ isTold }) => isTold)).toEqual([]);
    const { low, high } = effectOf(posterior, [0, 1, 2])!;
    expect(high - low).toBeGreaterThan(0.03);
    const known = effectOf(
      contrastPosterior(independent(), { layout: hours, smallestEffect: 0.02 }),
      [0, 1, 2],
    )!;
    expect(high - low).toBeGreaterThan(1.2 * (known.high - known.low));
  });

  it('refuses one cell, matrices of another size and numbers that are none', () => {
    const options = { layout: hours, smallestEffect: 0.02 };
    const one = { ...independent(), cells: Int32Array.of(0), counts: Float64Array.of(9) };
    expect(() => contrastPosterior(one, options)).toThrow('two cells');
    expect(() => contrastPosterior({ ...independent(), precision: new Float64Array(35) }, options)).toThrow(
      '35 rows',
    );
    expect(() =>
      contrastPosterior({ ...independent(), score: new Float64Array(6).fill(Number.NaN) }, options),
    ).toThrow('not a finite number');
  });
});
