import type { Boost } from '../boost/boost.ts';
import { boostScores } from '../boost/predict-boost.ts';
import { trainBoost } from '../boost/train-boost.ts';
import { checkSameLength } from '../data/check.ts';
import type { Progress } from '../data/progress.ts';
import { logLossOfScores } from '../evaluate/log-loss-of-scores.ts';
import { timeSeriesSplit } from '../evaluate/time-series-split.ts';
import type { Forest } from '../forest/forest.ts';
import { predictForest } from '../forest/predict-forest.ts';
import { trainForest } from '../forest/train-forest.ts';
import { applyDesign, fitDesign, type Design } from '../logistic/design.ts';
import type { Logistic } from '../logistic/logistic.ts';
import { logisticScores, trainLogistic } from '../logistic/train-logistic.ts';
import { logit, sigmoid } from '../numeric/special.ts';
import type { RecallFeatures } from './recall-features.ts';

/** Shares of regression, boosting and forest in the log-odds; what is left to 1 is the memory model alone. */
export type RecallMix = { readonly logistic: number; readonly boost: number; readonly forest: number };

/**
 * Recall of the next review: what the memory model says, corrected by what it does not look at. Parts that do not help
 * are null; with none of them it is the memory model.
 */
export type RecallModel = {
  readonly mix: RecallMix;
  readonly l2: number;
  readonly regression: { readonly design: Design; readonly logistic: Logistic } | null;
  readonly boost: Boost | null;
  readonly forest: Forest | null;
};

/** Rows of features with their outcomes: 1 recalled, 0 not. */
export type RecallRows = Pick<RecallFeatures, 'columns' | 'offsets'> & {
  readonly recalled: ArrayLike<number>;
};

const PENALTIES = [10, 30, 100, 300, 1000] as const;
const NOTHING: RecallMix = { logistic: 0, boost: 0, forest: 0 };
/** The memory model counts for what is left. */
const MIXES: readonly RecallMix[] = [
  NOTHING,
  { logistic: 0.5, boost: 0, forest: 0 },
  { logistic: 1, boost: 0, forest: 0 },
  { logistic: 0, boost: 0.5, forest: 0.2 },
  { logistic: 0.3, boost: 0.35, forest: 0.35 },
];
/** Below so many rows trees only learn noise, and a regression by strong penalties at most. */
const ROWS_FOR_TREES = 2000;
const ROWS_FOR_REGRESSION = 300;
const FOLDS = 3;
const SUREST = 0.002;
const BOOST = {
  learningRate: 0.05,
  maxLeaves: 8,
  minLeaf: 60,
  l2: 20,
  columnShare: 0.5,
  rowShare: 0.7,
  trees: 80,
};
const FOREST = { trees: 100, maxDepth: 8, minLeaf: 40, outOfBag: false };

const rowsOf = ({ columns, offsets, recalled }: RecallRows, rows: ArrayLike<number>): RecallRows => ({
  columns: columns.map((column) => Float64Array.from(rows, (row) => column[row]!)),
  offsets: Float64Array.from(rows, (row) => offsets[row]!),
  recalled: Uint8Array.from(rows, (row) => recalled[row]!),
});

function fitRegression({ columns, offsets, recalled }: RecallRows, l2: number) {
  const design = fitDesign(columns);
  const { logistic } = trainLogistic(
    { columns: applyDesign(design, columns), targets: recalled, offsets },
    { l2 },
  );
  return { design, logistic };
}

const regressionScores = (
  { design, logistic }: NonNullable<RecallModel['regression']>,
  { columns, offsets }: Pick<RecallRows, 'columns' | 'offsets'>,
): Float64Array =>
  logisticScores(logistic, applyDesign(design, columns)).map((score, row) => score + offsets[row]!);

const fitTrees = ({ columns, offsets, recalled }: RecallRows, seed: number) => ({
  boost: trainBoost({ columns, targets: recalled, offsets }, { ...BOOST, seed }).boost,
  forest: trainForest({ columns, targets: recalled, kind: 'classification' }, { ...FOREST, seed }).forest,
});

const treeScores = (
  { boost, forest }: { boost: Boost | null; forest: Forest | null },
  { columns, offsets }: Pick<RecallRows, 'columns' | 'offsets'>,
) => ({
  boost: boost && boostScores(boost, columns).map((score, row) => score + offsets[row]!),
  forest: forest && predictForest(forest, columns).map((p) => logit(p, SUREST)),
});

type Scores = { logistic: Float64Array | null; boost: Float64Array | null; forest: Float64Array | null };

const mixed = (mix: RecallMix, offsets: Float64Array, scores: Scores): Float64Array =>
  offsets.map((offset, row) => {
    const rest = 1 - mix.logistic - mix.boost - mix.forest;
    return (
      rest * offset +
      mix.logistic * (scores.logistic?.[row] ?? offset) +
      mix.boost * (scores.boost?.[row] ?? offset) +
      mix.forest * (scores.forest?.[row] ?? offset)
    );
  });

const hasBoth = (recalled: ArrayLike<number>): boolean => {
  const first = recalled[0];
  for (let row = 1; row < recalled.length; row += 1) if (recalled[row] !== first) return true;
  return false;
};

/** Penalty and mix that were best on later rows, within the training rows: blocks in time order. */
function choose(
  rows: RecallRows,
  seed: number,
  { throwIfCancelled }: Progress,
): { l2: number; mix: RecallMix } {
  const losses = PENALTIES.map(() => MIXES.map(() => 0));
  const count = rows.offsets.length;
  for (const { train, test } of timeSeriesSplit(count, FOLDS)) {
    throwIfCancelled?.();
    const [past, later] = [rowsOf(rows, train), rowsOf(rows, test)];
    if (!hasBoth(past.recalled)) continue;
    const trees =
      count >= ROWS_FOR_TREES ? treeScores(fitTrees(past, seed), later) : { boost: null, forest: null };
    for (const [row, l2] of PENALTIES.entries()) {
      const logistic = regressionScores(fitRegression(past, l2), later);
      for (const [place, mix] of MIXES.entries())
        losses[row]![place]! += logLossOfScores(
          mixed(mix, later.offsets, { logistic, ...trees }),
          later.recalled,
        );
    }
  }
  let best = { l2: PENALTIES.at(-1)!, mix: NOTHING, loss: losses[0]![0]! };
  for (const [row, l2] of PENALTIES.entries()) {
    for (const [place, mix] of MIXES.entries()) {
      if (count < ROWS_FOR_TREES && mix.boost + mix.forest > 0) continue;
      if (losses[row]![place]! < best.loss) best = { l2, mix, loss: losses[row]![place]! };
    }
  }
  return best;
}

/**
 * Fits the contextual recall model to a learner's interday answers in time order.
 * @param rows in the order the cards were shown
 * @throws DataError `length`; whatever `throwIfCancelled` throws
 */
export function fitRecall(rows: RecallRows, seed = 1, progress: Progress = {}): RecallModel {
  checkSameLength('recalled', rows.recalled, 'offsets', rows.offsets);
  const nothing: RecallModel = { mix: NOTHING, l2: 0, regression: null, boost: null, forest: null };
  if (rows.offsets.length < ROWS_FOR_REGRESSION || !hasBoth(rows.recalled)) return nothing;
  const { l2, mix } = choose(rows, seed, progress);
  const trees = mix.boost + mix.forest > 0 ? fitTrees(rows, seed) : { boost: null, forest: null };
  return {
    mix,
    l2,
    regression: mix.logistic > 0 ? fitRegression(rows, l2) : null,
    boost: mix.boost > 0 ? trees.boost : null,
    forest: mix.forest > 0 ? trees.forest : null,
  };
}

/** Probability that each row is recalled. */
export function predictRecall(
  { mix, regression, boost, forest }: RecallModel,
  rows: Pick<RecallRows, 'columns' | 'offsets'>,
): Float64Array {
  const logistic = regression && regressionScores(regression, rows);
  return mixed(mix, rows.offsets, { logistic, ...treeScores({ boost, forest }, rows) }).map(sigmoid);
}
