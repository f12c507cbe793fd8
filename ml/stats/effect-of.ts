import { DataError } from '../data/data-error.ts';
import { sum } from '../numeric/sample.ts';
import { normalCdf } from '../numeric/special.ts';
import { adaptiveInterval } from './adaptive-interval.ts';
import type { CellPosterior, EffectComponent } from './cell-posterior.ts';

/** The effect of one cell, or of several taken together: how their answers differ from all answers in use. */
export interface EffectEstimate {
  /** Answers. */
  n: number;
  /** Difference of the means, not shrunk. */
  raw: number;
  /** Posterior mean. */
  effect: number;
  /** Ends of the 90 % interval; it covers at this level whether or not there are effects (`adaptiveInterval`). */
  low: number;
  high: number;
  /** Posterior probability that the effect is above the smallest one worth telling. */
  above: number;
  /** That it is below minus that. */
  below: number;
}

const LEVEL = 0.9;

/**
 * The effect of the answers in some cells against all answers in use.
 * @param cells indices in the table, each once
 * @returns null where one of the cells is not in use
 * @throws DataError `empty`; `out_of_range` for a cell given twice, and for all cells in use, which do not differ from themselves
 */
export function effectOf(posterior: CellPosterior, cells: ArrayLike<number>): EffectEstimate | null {
  if (cells.length === 0) throw new DataError('empty', 'cells', null, 'needs at least one cell');
  const rows = Array.from(cells, (cell) => posterior.cells.indexOf(cell));
  if (rows.includes(-1)) return null;
  const twice = rows.findIndex((row, place) => rows.indexOf(row) < place);
  if (twice >= 0) throw new DataError('out_of_range', 'cells', twice, `${cells[twice]} is there twice`);
  if (rows.length === posterior.cells.length)
    throw new DataError('out_of_range', 'cells', null, 'all cells do not differ from themselves');
  const { counts, smallestEffect, components } = posterior;
  const n = rows.reduce((total, row) => total + counts[row]!, 0);
  const all = sum(counts);
  let raw = 0;
  for (const row of rows) raw += (counts[row]! / n) * posterior.raw[row]!;
  // Of the difference between the mean of these cells and that of all.
  const variance = varianceOf(
    posterior,
    counts.map((count, row) => count * ((rows.includes(row) ? 1 / n : 0) - 1 / all)),
  );

  const estimate = { n, raw, effect: 0, low: 0, high: 0, above: 0, below: 0 };
  const others = new OthersView(raw, variance, posterior.noEffect);
  for (const component of components) {
    const [mean, spread] = projected(component, rows, counts, n);
    const sd = Math.sqrt(spread);
    estimate.effect += component.weight * mean;
    estimate.above += component.weight * normalCdf((mean - smallestEffect) / sd);
    estimate.below += component.weight * normalCdf((-mean - smallestEffect) / sd);
    others.add(component.weight, mean, spread);
  }
  const prior = others.moments();
  // A prior narrower than what is worth telling would pin an end of the interval to its mean.
  const priorSd = Math.max(Math.sqrt(prior.variance), smallestEffect / 2);
  const { low, high } = adaptiveInterval(raw, Math.sqrt(variance), prior.mean, priorSd, LEVEL);
  // The effect is hardly ever outside, and then by a tenth of a point.
  return { ...estimate, low: Math.min(low, estimate.effect), high: Math.max(high, estimate.effect) };
}

/** Variance of the weighted sum of the raw differences. */
function varianceOf({ noise, covariance }: CellPosterior, weights: Float64Array): number {
  const size = weights.length;
  let variance = 0;
  for (let row = 0; row < size; row += 1) {
    if (covariance === undefined) variance += noise[row]! * weights[row]! ** 2;
    else
      for (let column = 0; column < size; column += 1)
        variance += weights[row]! * weights[column]! * covariance[row * size + column]!;
  }
  return variance;
}

/** Mean and variance of the mean effect over some cells, weighted by their answers. */
function projected(
  { mean, covariance }: EffectComponent,
  rows: readonly number[],
  counts: Float64Array,
  n: number,
): [number, number] {
  let centre = 0;
  let spread = 0;
  for (const row of rows) {
    const weight = counts[row]! / n;
    centre += weight * mean[row]!;
    for (const column of rows)
      spread += weight * (counts[column]! / n) * covariance[row * mean.length + column]!;
  }
  return [centre, Math.max(spread, Number.MIN_VALUE)];
}

/**
 * What the other cells say about an effect: the posterior with the effect's own difference taken out of it, component by
 * component (the "cavity", Rasmussen and Williams 2006, eq. 5.12), and the weights with its likelihood.
 */
class OthersView {
  readonly #raw: number;
  readonly #variance: number;
  #weight = 0;
  #first = 0;
  #second = 0;

  constructor(raw: number, variance: number, noEffect: number) {
    this.#raw = raw;
    this.#variance = variance;
    this.#count(noEffect, 0, 0);
  }

  add(weight: number, mean: number, spread: number): void {
    const left = Math.max(this.#variance - spread, 1e-9 * this.#variance);
    const variance = (spread * this.#variance) / left;
    this.#count(weight, (mean * this.#variance - this.#raw * spread) / left, variance);
  }

  #count(weight: number, mean: number, variance: number): void {
    const spread = variance + this.#variance;
    const likelihood =
      Math.exp(Math.max((-0.5 * (this.#raw - mean) ** 2) / spread, -600)) / Math.sqrt(spread);
    const share = weight / likelihood;
    this.#weight += share;
    this.#first += share * mean;
    this.#second += share * (variance + mean ** 2);
  }

  moments(): { mean: number; variance: number } {
    const mean = this.#first / this.#weight;
    return { mean, variance: Math.max(this.#second / this.#weight - mean ** 2, 0) };
  }
}
