import { choleskyFactor, solveLower } from '../numeric/cholesky.ts';

/** One covariance of the effects, and how likely it makes the differences between the cells. */
export class EffectHypothesis {
  readonly logLikelihood: number;
  readonly #prior: Float64Array;
  readonly #factor: Float64Array;
  /** By rows: L⁻¹ times the differences, and times ones. */
  readonly #solved: Float64Array;
  readonly #ones: number;
  readonly #cross: number;

  /** The likelihood has μ integrated out with a flat prior; its constant is the same for every covariance. */
  constructor(raw: Float64Array, noise: Float64Array, prior: Float64Array) {
    const size = raw.length;
    const total = prior.slice();
    const solved = new Float64Array(size * 2);
    for (let row = 0; row < size; row += 1) {
      total[row * size + row]! += noise[row]!;
      solved[row * 2] = raw[row]!;
      solved[row * 2 + 1] = 1;
    }
    const factor = choleskyFactor(total, size);
    solveLower(factor, size, solved, 2);
    let [logDeterminant, squares, cross, ones] = [0, 0, 0, 0];
    for (let row = 0; row < size; row += 1) {
      const difference = solved[row * 2]!;
      const one = solved[row * 2 + 1]!;
      logDeterminant += 2 * Math.log(factor[row * size + row]!);
      squares += difference ** 2;
      cross += difference * one;
      ones += one ** 2;
    }
    this.logLikelihood = -0.5 * (logDeterminant + Math.log(ones) + squares - cross ** 2 / ones);
    this.#prior = prior;
    this.#factor = factor;
    this.#solved = solved;
    this.#ones = ones;
    this.#cross = cross;
  }

  /** Mean and covariance of the effects, had they been drawn with this covariance. */
  effects(): { mean: Float64Array; covariance: Float64Array } {
    const size = this.#solved.length / 2;
    const columns = this.#prior.slice();
    solveLower(this.#factor, size, columns, size);
    const mean = new Float64Array(size);
    const withOnes = new Float64Array(size);
    const covariance = this.#prior.slice();
    for (let term = 0; term < size; term += 1) {
      const difference = this.#solved[term * 2]!;
      const one = this.#solved[term * 2 + 1]!;
      const base = term * size;
      for (let row = 0; row < size; row += 1) {
        const value = columns[base + row]!;
        mean[row]! += value * difference;
        withOnes[row]! += value * one;
        for (let column = 0; column <= row; column += 1)
          covariance[row * size + column]! -= value * columns[base + column]!;
      }
    }
    for (let row = 0; row < size; row += 1) {
      mean[row]! -= (withOnes[row]! * this.#cross) / this.#ones;
      for (let column = 0; column <= row; column += 1) {
        covariance[row * size + column]! += (withOnes[row]! * withOnes[column]!) / this.#ones;
        covariance[column * size + row] = covariance[row * size + column]!;
      }
    }
    return { mean, covariance };
  }
}
