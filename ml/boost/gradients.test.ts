import { describe, expect, it } from 'vitest';
import { sigmoid } from '../numeric/special.ts';
import { seededRandom } from '../random/random.ts';
import { GRADIENT_PACK, packGradients } from './gradients.ts';

describe('packed gradients', () => {
  it('are right in their sums, and of every row to a step', () => {
    const rows = 5000;
    const scores = Float64Array.from({ length: rows }, (_, row) => (row % 7) / 3 - 1);
    const targets = scores.map((_, row) => (row % 3 === 0 ? 1 : 0));
    const into = { packed: new Float64Array(rows), gradientStep: 1, curvatureStep: 1 };
    const [gradients, curvatures] = [new Float64Array(rows), new Float64Array(rows)];
    const all = Int32Array.from(scores, (_, row) => row);
    packGradients(into, all, scores, targets, undefined, gradients, curvatures, seededRandom(1));
    let [sum, bent, trueSum, trueBent] = [0, 0, 0, 0];
    for (let row = 0; row < rows; row += 1) {
      const p = sigmoid(scores[row]!);
      expect(gradients[row]).toBeCloseTo(p - targets[row]!, 12);
      const curvature = Math.round(into.packed[row]! / GRADIENT_PACK);
      const gradient = into.packed[row]! - curvature * GRADIENT_PACK;
      expect(Math.abs(gradient * into.gradientStep - gradients[row]!)).toBeLessThanOrEqual(into.gradientStep);
      expect(Math.abs(curvature * into.curvatureStep - curvatures[row]!)).toBeLessThanOrEqual(
        into.curvatureStep,
      );
      sum += gradient * into.gradientStep;
      bent += curvature * into.curvatureStep;
      trueSum += gradients[row]!;
      trueBent += curvatures[row]!;
    }
    // Rounding by chance: errors of half a step on the average go away in the sum.
    const spread = Math.sqrt(rows) / 2;
    expect(Math.abs(sum - trueSum)).toBeLessThan(4 * spread * into.gradientStep);
    expect(Math.abs(bent - trueBent)).toBeLessThan(4 * spread * into.curvatureStep);
  });
});
