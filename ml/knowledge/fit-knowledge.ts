import { trainBoost } from '../boost/train-boost.ts';
import { boostScores } from '../boost/predict-boost.ts';
import type { Boost } from '../boost/boost.ts';
import type { BoostOptions } from '../boost/boost-options.ts';
import { fitBeta, type BetaCalibration } from '../calibrate/beta.ts';
import { DataError } from '../data/data-error.ts';
import type { Progress } from '../data/progress.ts';
import { logLossOfScores } from '../evaluate/log-loss-of-scores.ts';
import type { ForestOptions } from '../forest/forest-options.ts';
import type { Forest } from '../forest/forest.ts';
import { predictForest } from '../forest/predict-forest.ts';
import { trainForest } from '../forest/train-forest.ts';
import { applyDesign, fitDesign, type Design } from '../logistic/design.ts';
import type { Logistic } from '../logistic/logistic.ts';
import { logisticScores, trainLogistic } from '../logistic/train-logistic.ts';
import { clamp, logit, sigmoid } from '../numeric/special.ts';
import { seededRandom, type Random } from '../random/random.ts';
import { sizeOf } from './counts.ts';
import { personsOf } from './duplicate-learners.ts';
import { answersOf, askedRows, checkAnswers, type Answers } from './answers.ts';
import {
  kindsOf,
  knowledgeFeatures,
  type FeatureKinds,
  type FeatureTable,
} from './features/knowledge-features.ts';
import { fitPopulation, type Population } from './population.ts';

/** Models whose log-odds are stacked. */
export type BaseModels = {
  readonly boost: Boost;
  readonly forest: Forest;
  readonly design: Design;
  readonly logistic: Logistic;
};

/** A model of whether a learner answers an item rightly, from everything they and others did before. */
export type KnowledgeModel = {
  readonly kinds: FeatureKinds;
  readonly names: readonly string[];
  readonly population: Population;
  readonly base: BaseModels;
  /** Weights of the log-odds of boosting, forest and regression. */
  readonly stack: Logistic;
  readonly calibration: BetaCalibration;
};

/** What was chosen inside the training part, and how well it did there. */
export type KnowledgeChoices = {
  readonly boostTrees: number;
  readonly stack: readonly number[];
  /** Log loss on learners held out of the base models: of each of them, and of the stack. */
  readonly heldOutLoss: {
    readonly boost: number;
    readonly forest: number;
    readonly logistic: number;
    readonly stack: number;
  };
};

export type KnowledgeOptions = {
  /** Parts of the learners; the population that describes a part is fitted to the others. */
  folds: number;
  /** Share of the learners that choose the number of trees and the weights of the stack. */
  heldOutShare: number;
  boost: Partial<BoostOptions>;
  forest: Partial<ForestOptions>;
  l2: number;
  seed: number;
};

const BOOST: Partial<BoostOptions> = {
  trees: 320,
  learningRate: 0.07,
  maxLeaves: 31,
  minLeaf: 40,
  columnShare: 0.3,
  rowShare: 0.6,
  l2: 3,
  patience: 25,
};
const FOREST: Partial<ForestOptions> = {
  trees: 40,
  maxDepth: 12,
  minLeaf: 15,
  bagShare: 0.3,
  outOfBag: false,
};
/** Rows that the regression of some eighty columns is fitted to; more change nothing. */
const REGRESSION_ROWS = 60_000;
/** Share of the people with several ids whose ids stay in one part. */
const TOGETHER = 0.75;
/** Forests say 0 and 1; nothing is that sure. */
const SUREST = 0.999;

const defaults: KnowledgeOptions = {
  folds: 8,
  heldOutShare: 0.2,
  boost: BOOST,
  forest: FOREST,
  l2: 5,
  seed: 1,
};

/** Columns of a table at some rows. */
const rowsOf = (columns: readonly Float64Array[], rows: Int32Array): Float64Array[] =>
  columns.map((column) => {
    // A loop: `Float64Array.from` walks an iterator, which costs seconds on millions of cells.
    const values = new Float64Array(rows.length);
    for (let place = 0; place < rows.length; place += 1) values[place] = column[rows[place]!]!;
    return values;
  });

/** Every k-th of the rows, so that no more than `most` are left. */
const thinned = (rows: number, most: number): Int32Array => {
  const step = Math.max(1, Math.ceil(rows / most));
  return Int32Array.from({ length: Math.ceil(rows / step) }, (_, place) => place * step);
};

function fitRegression(columns: readonly Float64Array[], targets: Uint8Array, l2: number) {
  const design = fitDesign(columns);
  const rows = thinned(targets.length, REGRESSION_ROWS);
  const { logistic } = trainLogistic(
    { columns: applyDesign(design, columns, rows), targets: Uint8Array.from(rows, (row) => targets[row]!) },
    { l2 },
  );
  return { design, logistic };
}

/** Log-odds of the base models, in the order of the stack. */
export function baseScores(
  { boost, forest, design, logistic }: BaseModels,
  columns: readonly Float64Array[],
): Float64Array[] {
  const bounded = predictForest(forest, columns).map((p) => logit(Math.min(SUREST, Math.max(1 - SUREST, p))));
  return [boostScores(boost, columns), bounded, logisticScores(logistic, applyDesign(design, columns))];
}

type Rows = { columns: Float64Array[]; targets: Uint8Array };

function fitBase(
  train: Rows,
  options: KnowledgeOptions,
  heldOut: Rows | undefined,
  progress: Progress,
  unused: { forest?: Forest } = {},
): BaseModels {
  const { columns, targets } = train;
  const { boost } = trainBoost(
    { columns, targets, ...(heldOut && { heldOut }) },
    { ...BOOST, ...options.boost, seed: options.seed },
    progress,
  );
  const forest =
    unused.forest ??
    trainForest(
      { columns, targets, kind: 'classification' },
      { ...FOREST, ...options.forest, seed: options.seed },
      progress,
    ).forest;
  return { boost, forest, ...fitRegression(columns, targets, options.l2) };
}

const meanLoss = (scores: ArrayLike<number>, targets: Uint8Array): number =>
  logLossOfScores(scores, targets) / targets.length;

/** Learns how to weigh base models, on rows that they were not fitted to. Weights are not negative. */
function fitStack(scores: Float64Array[], targets: Uint8Array): Logistic {
  let used = scores.map((_, place) => place);
  for (;;) {
    const { logistic } = trainLogistic({ columns: used.map((place) => scores[place]!), targets }, { l2: 1 });
    const worst = logistic.weights.indexOf(Math.min(...logistic.weights));
    if (used.length === 1 || logistic.weights[worst]! >= 0) {
      const weights = new Float64Array(scores.length);
      for (const [at, place] of used.entries()) weights[place] = logistic.weights[at]!;
      return { intercept: logistic.intercept, weights };
    }
    used = used.toSpliced(worst, 1);
  }
}

/**
 * Parts of the learners. Ids that seem to be one person stay in one part three times out of four: always, and a model
 * would never see what it can know of somebody whose other id it knows; never, and it would take every learner for such.
 */
function drawFolds(answers: Answers, folds: number, random: Random) {
  const persons = personsOf(answers, sizeOf(answers.items));
  const [place, together, drawn] = Array.from({ length: 3 }, () =>
    Float64Array.from(persons, () => random.unit()),
  ) as [Float64Array, Float64Array, Float64Array];
  const fold = persons.map((person, learner) =>
    Math.floor(place[together[person]! < TOGETHER ? person : learner]! * folds),
  );
  // Of few learners all may come to one part, and nobody would be left to describe them.
  const isOne = fold.every((part) => part === fold[0]);
  return { fold: isOne ? persons.map((_, learner) => learner % folds) : fold, drawn, persons };
}

/** Learners of a share of the persons, of one at least and never of all. @throws DataError `too_few` */
function heldOutLearners(persons: Int32Array, drawn: Float64Array, share: number): Uint8Array {
  const ordered = [...new Set(persons)].sort((a, b) => drawn[a]! - drawn[b]!);
  if (ordered.length < 2)
    throw new DataError('too_few', 'starts', null, 'needs the answers of at least two persons');
  const count = ordered.filter((person) => drawn[person]! < share).length;
  const heldOut = new Set(ordered.slice(0, clamp(count, 1, ordered.length - 1)));
  return Uint8Array.from(persons, (person) => (heldOut.has(person) ? 1 : 0));
}

/**
 * Fits a knowledge model: features by populations that a learner is not part of, then boosting, forest and regression
 * on four fifths of the learners, the number of trees, the stack and its calibration on the last fifth, then all again
 * on everybody.
 * @throws DataError of `checkAnswers` and of the models; whatever `throwIfCancelled` throws
 */
export function fitKnowledge(
  answers: Answers,
  given: Partial<KnowledgeOptions> = {},
  { progress, throwIfCancelled }: Progress = {},
): { model: KnowledgeModel; choices: KnowledgeChoices } {
  const options = { ...defaults, ...given };
  checkAnswers(answers);
  const random = seededRandom(options.seed);

  const { fold, drawn, persons } = drawFolds(answers, options.folds, random);
  const isHeldOut = heldOutLearners(persons, drawn, options.heldOutShare);
  const steps = options.folds + 4;
  const step = (done: number, what: string): void => {
    throwIfCancelled?.();
    progress?.(done, steps, what);
  };
  const populations = Array.from({ length: options.folds }, (_, part) => {
    step(part, 'populations');
    return fitPopulation(
      answersOf(
        answers,
        [...fold.keys()].filter((learner) => fold[learner] !== part),
      ),
    );
  });
  const population = fitPopulation(answers);
  step(options.folds + 1, 'features');
  const kinds = kindsOf(answers, population);
  const table = knowledgeFeatures(answers, kinds, (learner) => populations[fold[learner]!]!);
  const inner = throwIfCancelled === undefined ? {} : { throwIfCancelled };
  const { asked, parts } = splitRows(answers, isHeldOut);
  const rows = (of: Int32Array): Rows => ({
    columns: rowsOf(table.columns, of),
    targets: Uint8Array.from(of, (row) => answers.outcomes[row]!),
  });
  step(options.folds + 2, 'choices');
  const [train, heldOut] = [rows(parts[0]), rows(parts[1])];
  const chosen = fitBase(train, options, heldOut, inner);
  const boostTrees = chosen.boost.trees.roots.length;
  const scores = baseScores(chosen, heldOut.columns);
  const stack = fitStack(scores, heldOut.targets);
  const stacked = logisticScores(stack, scores);
  const calibration = fitBeta(stacked.map(sigmoid), heldOut.targets);
  step(options.folds + 3, 'models');
  const boost = { ...options.boost, trees: boostTrees };
  // A forest that the stack gives no weight is not fitted again.
  const unused = stack.weights[1] === 0 ? { forest: chosen.forest } : {};
  const base = fitBase(rows(asked), { ...options, boost }, undefined, inner, unused);
  step(steps, 'models');
  const [ofBoost, ofForest, ofLogistic] = scores.map((own) => meanLoss(own, heldOut.targets));
  return {
    model: { kinds, names: table.names, population, base, stack, calibration },
    choices: {
      boostTrees,
      stack: [...stack.weights],
      heldOutLoss: {
        boost: ofBoost!,
        forest: ofForest!,
        logistic: ofLogistic!,
        stack: meanLoss(stacked, heldOut.targets),
      },
    },
  };
}

/** Rows that ask something, and of those the ones of learners that are not and that are held out. */
function splitRows(
  answers: Answers,
  isHeldOut: Uint8Array,
): { asked: Int32Array; parts: [Int32Array, Int32Array] } {
  const asked = askedRows(answers);
  const learnerOf = new Int32Array(answers.items.length);
  for (let learner = 0; learner < isHeldOut.length; learner += 1)
    learnerOf.fill(learner, answers.starts[learner], answers.starts[learner + 1]);
  const heldOut = (row: number): boolean => isHeldOut[learnerOf[row]!] === 1;
  return { asked, parts: [asked.filter((row) => !heldOut(row)), asked.filter(heldOut)] };
}

/** Features of answers as a model sees them. */
export function featuresFor(model: KnowledgeModel, answers: Answers): FeatureTable {
  return knowledgeFeatures(answers, model.kinds, () => model.population);
}
