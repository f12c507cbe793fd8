import { DataError } from '../data/data-error.ts';

/**
 * Lower triangle L of a symmetric positive definite matrix, A = L Lᵀ.
 * @param matrix size × size by rows; only its lower triangle is read
 * @returns size × size by rows, zero above the diagonal
 * @throws DataError `out_of_range` at the row that shows the matrix not to be positive definite
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let left = matrix[row * size + column]!;
      for (let term = 0; term < column; term += 1)
        left -= factor[row * size + term]! * factor[column * size + term]!;
      if (column < row) factor[row * size + column] = left / factor[column * size + column]!;
      else if (left > 0) factor[row * size + row] = Math.sqrt(left);
      else throw new DataError('out_of_range', 'matrix', row, 'is not positive definite');
    }
  }
  return factor;
}

/**
 * L⁻¹ B, written over B.
 * @param factor L of `choleskyFactor`
 * @param columns B, size × width by rows
 */
export function solveLower(factor: Float64Array, size: number, columns: Float64Array, width: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let term = 0; term < row; term += 1) {
      const multiple = factor[row * size + term]!;
      if (multiple === 0) continue;
      for (let column = 0; column < width; column += 1)
        columns[row * width + column]! -= multiple * columns[term * width + column]!;
    }
    const pivot = factor[row * size + row]!;
    for (let column = 0; column < width; column += 1) columns[row * width + column]! /= pivot;
  }
}
