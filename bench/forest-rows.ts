import { sigmoid } from '#ml/numeric/special.ts';
import { seededRandom } from '#ml/random/random.ts';
import { normal } from '#ml/random/distributions.ts';

/** Rows whose outcome depends on some columns straight, on some together, and on most not at all. */
export type ForestRows = { columns: Float32Array[]; targets: Float64Array };

/** Draws rows: like features of learners, some are skewed, some are counts, some rates. */
export const drawForestRows = (rows: number, width: number, seed: number): ForestRows => {
  const random = seededRandom(seed);
  const columns = Array.from({ length: width }, (_, column) =>
    Float32Array.from({ length: rows }, () => {
      const value = normal(random, 0, 1);
      if (column % 4 === 1) return Math.exp(value);
      if (column % 4 === 2) return Math.round(3 * Math.abs(value));
      return value;
    }),
  );
  const at = (column: number, row: number): number => columns[column]![row]!;
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    const score =
      0.9 * at(0, row) -
      0.5 * Math.log(at(1, row)) +
      0.4 * at(2, row) -
      1 +
      at(3, row) * at(4, row) +
      (at(7, row) > 0.5 ? 1 : 0);
    return random.unit() < sigmoid(score) ? 1 : 0;
  });
  return { columns, targets };
};
