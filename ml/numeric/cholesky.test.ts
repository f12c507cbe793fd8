import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { choleskyFactor, solveLower } from './cholesky.ts';

/** B Bᵀ + I, which is positive definite whatever B is. */
const positiveDefinite = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
        minLength: size * size,
        maxLength: size * size,
      }),
    ),
  )
  .map(([size, b]) => {
    const matrix = new Float64Array(size * size);
    for (let row = 0; row < size; row += 1)
      for (let column = 0; column < size; column += 1) {
        let value = row === column ? 1 : 0;
        for (let term = 0; term < size; term += 1) value += b[row * size + term]! * b[column * size + term]!;
        matrix[row * size + column] = value;
      }
    return { size, matrix };
  });

describe('Cholesky', () => {
  it('factors by hand', () => {
    // [4 2; 2 10] = [2 0; 1 3] [2 1; 0 3]
    expect([...choleskyFactor(Float64Array.of(4, 2, 2, 10), 2)]).toEqual([2, 0, 1, 3]);
    const columns = Float64Array.of(2, 4, 7, 2);
    solveLower(Float64Array.of(2, 0, 1, 3), 2, columns, 2);
    expect([...columns]).toEqual([1, 2, 2, 0]);
  });

  it('gives a triangle whose square is the matrix, and solves with it', () => {
    fc.assert(
      fc.property(positiveDefinite, ({ size, matrix }) => {
        const factor = choleskyFactor(matrix, size);
        // L X = A has the solution Lᵀ.
        const solved = matrix.slice();
        solveLower(factor, size, solved, size);
        for (let row = 0; row < size; row += 1)
          for (let column = 0; column < size; column += 1) {
            if (column > row) expect(factor[row * size + column]).toBe(0);
            expect(solved[row * size + column]).toBeCloseTo(factor[column * size + row]!, 8);
            let product = 0;
            for (let term = 0; term < size; term += 1)
              product += factor[row * size + term]! * factor[column * size + term]!;
            expect(product).toBeCloseTo(matrix[row * size + column]!, 8);
          }
      }),
      { numRuns: 50 },
    );
  });

  it('names the row that is not positive', () => {
    const refused = (): unknown => choleskyFactor(Float64Array.of(1, 2, 2, 4), 2);
    expect(refused).toThrow(DataError);
    expect(refused).toThrow('matrix[1]: is not positive definite');
  });
});
