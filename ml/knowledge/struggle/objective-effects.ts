import { sigmoid } from '../../numeric/special.ts';

/**
 * How much worse or better an objective is recalled than the recall model says, in log-odds. Few objectives are struggles
 * and the others are alike, which no single normal prior describes: the effects are points of a grid whose weights are
 * learnt from all objectives of the learner (the nonparametric empirical Bayes of Laird 1978 and Efron 2014), with a broad
 * normal prior standing for some objectives never seen, so that a handful of them does not decide it.
 */
export const EFFECT_GRID: Float64Array = Float64Array.from({ length: 17 }, (_, node) => -2.8 + 0.25 * node);
const NODES = EFFECT_GRID.length;
const PRIOR_DEVIATION = 0.5;
const PRIOR_OBJECTIVES = 8;
const ROUNDS = 25;

export interface EffectPosteriors {
  /** Grid weights of an objective without answers. */
  readonly prior: Float64Array;
  /** Objectives × grid, each summing to 1. */
  readonly weights: Float64Array;
}

/**
 * @param logLikelihood objectives × grid: log-likelihood of each objective's answers at each effect (`addAnswer`); all
 *   zero for one without answers
 */
export function effectPosteriors(logLikelihood: Float64Array): EffectPosteriors {
  const objectives = logLikelihood.length / NODES;
  const base: Float64Array = normalised(
    EFFECT_GRID.map((effect) => Math.exp(-0.5 * (effect / PRIOR_DEVIATION) ** 2)),
  );
  const seen: number[] = [];
  for (let objective = 0; objective < objectives; objective += 1)
    for (let node = 0; node < NODES; node += 1)
      if (logLikelihood[objective * NODES + node] !== 0) {
        seen.push(objective);
        break;
      }
  let prior: Float64Array = base.slice();
  const weights = new Float64Array(objectives * NODES);
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = base.map((weight) => weight * PRIOR_OBJECTIVES);
    for (const objective of seen) {
      posterior(logLikelihood, prior, objective, weights);
      for (let node = 0; node < NODES; node += 1) next[node]! += weights[objective * NODES + node]!;
    }
    prior = normalised(next);
  }
  for (let objective = 0; objective < objectives; objective += 1)
    posterior(logLikelihood, prior, objective, weights);
  return { prior, weights };
}

/** Adds an answer with the given log-odds by the recall model to the log-likelihoods of its objective. */
export function addAnswer(
  logLikelihood: Float64Array,
  objective: number,
  logOdds: number,
  recalled: number,
): void {
  for (let node = 0; node < NODES; node += 1) {
    const p = sigmoid(logOdds + EFFECT_GRID[node]!);
    logLikelihood[objective * NODES + node]! += Math.log(recalled === 1 ? p : 1 - p);
  }
}

/** Mean effect of an objective by its posterior. */
export function meanEffect({ weights }: EffectPosteriors, objective: number): number {
  let mean = 0;
  for (let node = 0; node < NODES; node += 1) mean += weights[objective * NODES + node]! * EFFECT_GRID[node]!;
  return mean;
}

function posterior(
  logLikelihood: Float64Array,
  prior: Float64Array,
  objective: number,
  into: Float64Array,
): void {
  const from = objective * NODES;
  let highest = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < NODES; node += 1) highest = Math.max(highest, logLikelihood[from + node]!);
  let total = 0;
  for (let node = 0; node < NODES; node += 1) {
    const weight = prior[node]! * Math.exp(logLikelihood[from + node]! - highest);
    into[from + node] = weight;
    total += weight;
  }
  for (let node = 0; node < NODES; node += 1) into[from + node]! /= total;
}

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
