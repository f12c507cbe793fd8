import { sum } from '../numeric/sample.ts';
import { covarianceShapes, type CellLayout } from './cell-layout.ts';
import { cellsInUse, checkCells, variancesOf, type CellSums, type PoolingOptions } from './cell-sums.ts';
import { EffectHypothesis } from './effect-hypothesis.ts';

/** What is believed of all cells together: a mixture of normals over the cells in use, and an atom at "no effect at all". */
export interface CellPosterior {
  layout: CellLayout;
  smallestEffect: number;
  /** Number of cells of the table. */
  size: number;
  /** The cells in use, rising; everything below has a row for each of them. */
  cells: Int32Array;
  counts: Float64Array;
  /** Mean residual less that of all answers in use. */
  raw: Float64Array;
  /** Variance of the mean residual. */
  noise: Float64Array;
  /** Covariance of `raw` by rows, where the cells do not stand for themselves; left out, `noise` is all there is. */
  covariance?: Float64Array;
  /** Probability that no cell differs from another. */
  noEffect: number;
  components: readonly EffectComponent[];
}

/** The effects, had they been drawn with one shape and one size. */
export interface EffectComponent {
  /** Posterior probability. */
  weight: number;
  mean: Float64Array;
  /** By rows. */
  covariance: Float64Array;
}

/** One learner in three has no effect at all; the others' standard deviations, in smallest effects, and their shares. */
export const NO_EFFECT_ODDS = 0.5;
export const PRIOR_SIZES = [
  { size: 1, share: 0.3 },
  { size: 2, share: 0.3 },
  { size: 4, share: 0.3 },
  { size: 8, share: 0.1 },
];
/** A component of less weight moves no digit that is shown. */
const NEGLIGIBLE = 1e-6;

/**
 * Partial pooling of the cells of one table. Cell means are normal about μ + δ, μ unknown. The prior of the effects δ is a
 * mixture: none at all (1/3), or a Gaussian process over the cells in three shapes (`covarianceShapes`) and four sizes. Shape
 * and size are integrated over a grid and not plugged in: a plugged-in spread passes for known where cells happen to differ.
 * Many cells need no correction on top: the more of them are flat, the more probable is "none at all", and all claims are
 * read from this one posterior (Gelman, Hill and Yajima 2012). `npm run bench -- stats` measures how often a learner without
 * effects is told something: 1 to 3 % by the kind of table, below the 5 % that are allowed, because real answers are less independent
 * than `designEffect` can know.
 *
 * Sources: marginal likelihood with flat μ, Rasmussen and Williams 2006 §2.7; grid, Gelman et al., BDA3 §5.3; atom at zero,
 * Efron 2008.
 * @param table n cells, at least two of them with `minimumCount` answers
 * @throws DataError `length`, `not_finite`, `out_of_range` (counts, squares smaller than the sums allow, options),
 *   `too_few` (cells), `constant` (no residual differs from its cell's mean)
 */
export function cellPosterior(table: CellSums, options: PoolingOptions): CellPosterior {
  const { layout, smallestEffect, families = 1 } = options;
  checkCells(table, options);
  const cells = cellsInUse(table.counts, options.minimumCount ?? 20);
  const counts = Float64Array.from(cells, (cell) => table.counts[cell]!);
  const total = sum(counts);
  const shares = counts.map((count) => count / total);
  const means = Float64Array.from(cells, (cell) => table.sums[cell]! / table.counts[cell]!);
  const overall = sum(means.map((value, row) => value * shares[row]!));
  const raw = means.map((value) => value - overall);
  const noise = variancesOf(table, cells, options).map((variance, row) => variance / counts[row]!);

  const size = cells.length;
  const nothing = new EffectHypothesis(raw, noise, new Float64Array(size * size));
  const noneLog = Math.log(NO_EFFECT_ODDS * families) + nothing.logLikelihood;
  const hypotheses = covarianceShapes(layout, cells, shares).flatMap((shape) =>
    PRIOR_SIZES.map((scale) => {
      const variance = (scale.size * smallestEffect) ** 2;
      const hypothesis = new EffectHypothesis(
        raw,
        noise,
        shape.covariance.map((value) => value * variance),
      );
      return { hypothesis, log: Math.log(shape.share * scale.share) + hypothesis.logLikelihood };
    }),
  );
  const top = hypotheses.reduce((most, { log }) => Math.max(most, log), noneLog);
  const evidence = Math.exp(noneLog - top) + sum(hypotheses.map(({ log }) => Math.exp(log - top)));
  const components = hypotheses
    .map(({ hypothesis, log }) => ({ hypothesis, weight: Math.exp(log - top) / evidence }))
    .filter(({ weight }) => weight > NEGLIGIBLE)
    .map(({ hypothesis, weight }) => ({ ...hypothesis.effects(), weight }));
  return {
    layout,
    smallestEffect,
    size: table.counts.length,
    cells,
    counts,
    raw,
    noise,
    noEffect: Math.exp(noneLog - top) / evidence,
    components,
  };
}
