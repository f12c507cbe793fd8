import { LuDecomposition, Matrix } from 'ml-matrix';
import { checkFinite, checkNumber, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import { sum } from '../numeric/sample.ts';
import { checkLayout, covarianceShapes, type CellLayout } from './cell-layout.ts';
import { NO_EFFECT_ODDS, PRIOR_SIZES, type CellPosterior, type EffectComponent } from './cell-posterior.ts';

/** What answers say of the differences between cells, as the quadratic −½ δᵀ P δ + sᵀ δ of their log likelihood. */
export interface CellContrasts {
  /** Of the table: number of its cells, and which of them these are, rising. */
  readonly size: number;
  readonly cells: Int32Array;
  /** Answers in each of `cells`. */
  readonly counts: Float64Array;
  /** P by rows, cells × cells; it may know nothing of some differences, and nothing of the level of all. */
  readonly precision: Float64Array;
  readonly score: Float64Array;
}

export interface ContrastOptions {
  /** Of the whole table. */
  readonly layout: CellLayout;
  readonly smallestEffect: number;
  /** How many tables share one budget of false claims; default 1. */
  readonly families?: number;
}

/** A component of less weight moves no digit that is shown. */
const NEGLIGIBLE = 1e-6;
/** A difference the answers know nothing of gets this share of a cell's own precision, for the raw estimate alone. */
const RIDGE = 0.02;

/**
 * `cellPosterior` for answers that are compared within groups: the same prior, with a likelihood that need not know every
 * difference. What it does not know stays as the prior has it, and is told by nobody.
 * @throws DataError `too_few` (cells), `length`, `not_finite`, `out_of_range`
 */
export function contrastPosterior(contrasts: CellContrasts, options: ContrastOptions): CellPosterior {
  const { cells, counts, precision, score, size } = contrasts;
  const { layout, smallestEffect, families = 1 } = options;
  const used = cells.length;
  if (used < 2) throw new DataError('too_few', 'cells', null, 'needs two cells');
  checkSameLength('score', score, 'cells', cells);
  checkSameLength('precision', precision, 'cells × cells', { length: used * used });
  checkFinite('precision', precision);
  checkFinite('score', score);
  checkNumber('smallestEffect', smallestEffect, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber('families', families, 1, Number.MAX_VALUE);
  checkLayout(layout, { length: size });
  const total = sum(counts);
  const P = Matrix.from1DArray(used, used, precision);
  const s = Matrix.columnVector(score);
  const hypotheses = covarianceShapes(
    layout,
    cells,
    counts.map((count) => count / total),
  ).flatMap((shape) =>
    PRIOR_SIZES.map((scale) => {
      const variance = (scale.size * smallestEffect) ** 2;
      const K = Matrix.from1DArray(used, used, shape.covariance).mul(variance);
      return { log: Math.log(shape.share * scale.share), ...given(K, P, s) };
    }),
  );
  const noneLog = Math.log(NO_EFFECT_ODDS * families);
  const logs = hypotheses.map(({ log, logEvidence }) => log + logEvidence);
  const top = Math.max(noneLog, ...logs);
  const evidence = Math.exp(noneLog - top) + sum(logs.map((log) => Math.exp(log - top)));
  const components = hypotheses
    .map(({ mean, covariance }, index) => ({
      mean,
      covariance,
      weight: Math.exp(logs[index]! - top) / evidence,
    }))
    .filter(({ weight }) => weight > NEGLIGIBLE);
  return {
    layout,
    smallestEffect,
    size,
    cells,
    counts,
    ...rawOf(contrasts),
    noEffect: Math.exp(noneLog - top) / evidence,
    components,
  };
}

/** Evidence against "no effect", and mean and covariance of the effects, under one covariance K: (1 + K P)⁻¹ K. */
function given(
  K: Matrix,
  P: Matrix,
  s: Matrix,
): Pick<EffectComponent, 'mean' | 'covariance'> & { logEvidence: number } {
  const lu = new LuDecomposition(Matrix.eye(K.rows).add(K.mmul(P)));
  const covariance = lu.solve(K);
  const mean = covariance.mmul(s);
  const fit = s.transpose().mmul(mean).get(0, 0);
  return {
    logEvidence: -0.5 * Math.log(Math.max(lu.determinant, Number.MIN_VALUE)) + 0.5 * fit,
    mean: Float64Array.from(mean.to1DArray()),
    covariance: Float64Array.from(covariance.add(covariance.transpose()).mul(0.5).to1DArray()),
  };
}

/** The estimate without a prior, its variances, and its covariance: large for what is not known. */
function rawOf({
  counts,
  precision,
  score,
}: CellContrasts): Pick<CellPosterior, 'raw' | 'noise' | 'covariance'> {
  const used = counts.length;
  const total = sum(counts);
  const diagonal = Float64Array.from({ length: used }, (_, cell) => precision[cell * used + cell]!);
  const mean = sum(diagonal) / used;
  const ridged = Matrix.from1DArray(used, used, precision);
  for (let cell = 0; cell < used; cell += 1)
    ridged.set(cell, cell, diagonal[cell]! + RIDGE * Math.max(diagonal[cell]!, RIDGE * mean, 1e-9));
  const lu = new LuDecomposition(ridged);
  const inverse = lu.solve(Matrix.eye(used));
  const raw = Float64Array.from(inverse.mmul(Matrix.columnVector(score)).to1DArray());
  const level = sum(raw.map((value, cell) => (value * counts[cell]!) / total));
  return {
    raw: raw.map((value) => value - level),
    noise: Float64Array.from({ length: used }, (_, cell) => inverse.get(cell, cell)),
    covariance: Float64Array.from(inverse.to1DArray()),
  };
}
