import { serviceFiles } from '#electron/service/files.ts';
import { logLoss, logLosses } from '#ml/evaluate/log-loss.ts';
import { pairedComparison } from '#ml/evaluate/paired-comparison.ts';
import { timeSeriesSplit } from '#ml/evaluate/time-series-split.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { interdayRows, type TimedReviews } from '#ml/memory/interday-rows.ts';
import { optimiseParameters } from '#ml/memory/optimise-parameters.ts';
import { reviewsBefore } from '#ml/memory/reviews-before.ts';
import { timeGrades, timeThresholds } from '#ml/memory/time-grades.ts';
import { mean } from '#ml/numeric/sample.ts';
import { seededRandom } from '#ml/random/random.ts';
import type { RecallModel } from '#ml/recall/fit-recall.ts';
import { JobPool } from '#ml/worker/job-pool.ts';
import type { jobs } from '#ml/worker/jobs.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';
import { modelScores } from './model-scores.ts';
import { RecallOverTime } from '#ml/recall/recall-over-time.ts';
import { readRevlog, revlogPath } from './data/anki-revlog.ts';

const folds = 5;

type Model = {
  name: string;
  bar: string;
  /** Predictions for some rows, by what was known before them. */
  predict(before: TimedReviews, rows: Int32Array): Promise<Float64Array> | Float64Array;
};

const recalled = (reviews: TimedReviews, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (row) => (reviews.ratings[row]! > 1 ? 1 : 0));

const at = (values: Float64Array, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

const models = (reviews: TimedReviews, fitSeconds: number[], contextual: RecallOverTime): Model[] => {
  const fit = async (before: TimedReviews): Promise<readonly number[]> => {
    const start = performance.now();
    const weights = await optimiseParameters(before);
    fitSeconds.push((performance.now() - start) / 1000);
    return weights;
  };
  return [
    {
      name: 'average of the past',
      bar: '.414 ± .001',
      predict: (before, rows) => {
        const past = interdayRows(before);
        return new Float64Array(rows.length).fill(mean(recalled(before, past)));
      },
    },
    {
      name: 'FSRS-6, defaults',
      bar: '.375 ± .001',
      predict: (_, rows) => at(foldReviews(fsrsParameters(), reviews).retrievability, rows),
    },
    {
      name: 'FSRS-6, optimised',
      bar: '.371 ± .001',
      predict: async (before, rows) =>
        at(foldReviews(fsrsParameters(await fit(before)), reviews).retrievability, rows),
    },
    {
      name: 'FSRS-6, optimised, time-graded',
      bar: 'optimised − .006 or less',
      predict: async (before, rows) => {
        const thresholds = timeThresholds(before);
        const weights = await fit({ ...before, ratings: timeGrades(before, thresholds) });
        const graded = { ...reviews, ratings: timeGrades(reviews, thresholds) };
        return at(foldReviews(fsrsParameters(weights), graded).retrievability, rows);
      },
    },
    {
      name: 'contextual',
      bar: 'optimised − .010 or less, no block worse by > .001, ECE(20) ≤ .02',
      predict: (_, rows) => contextual.predict(rows),
    },
  ];
};

/** From the wish to stop a fit under way until its caller is free of it. */
const cancelMs = async (reviews: TimedReviews): Promise<number> => {
  const pool = new JobPool<typeof jobs>({ file: serviceFiles().models });
  const abort = new AbortController();
  let asked = 0;
  const onProgress = (): void => {
    asked ||= performance.now();
    abort.abort(new Error('cancelled'));
  };
  const input = { current: FSRS6_DEFAULT_WEIGHTS, reviews: structuredClone(reviews), seenUntil: null };
  await pool.run('memory.fit', input, { signal: abort.signal, onProgress }).catch(() => {});
  const ms = performance.now() - asked;
  await pool.close();
  return ms;
};

type Scored = { outcomes: number[]; predictions: number[]; blockLosses: number[] };

/** A model on every block, each scored by what was known before it. */
const scoredBlocks = async (model: Model, reviews: TimedReviews): Promise<Scored> => {
  const order = interdayRows(reviews);
  const scored: Scored = { outcomes: [], predictions: [], blockLosses: [] };
  for (const { test } of timeSeriesSplit(order.length, folds)) {
    const block = Int32Array.from(test, (place) => order[place]!);
    const before = reviewsBefore(reviews, reviews.at[block[0]!]!);
    const said = await model.predict(before, block);
    const outcomes = recalled(reviews, block);
    scored.predictions.push(...said);
    scored.outcomes.push(...outcomes);
    scored.blockLosses.push(logLoss(outcomes, said));
  }
  return scored;
};

/** The contextual model against optimised FSRS-6 on the same rows, whole days resampled. */
const against = (scored: Scored, optimised: Scored, days: Int32Array): BenchRow => {
  const { difference, low, high } = pairedComparison(
    logLosses(scored.outcomes, scored.predictions),
    logLosses(optimised.outcomes, optimised.predictions),
    seededRandom(1),
    { groups: days, level: 0.95 },
  );
  const worst = Math.max(...scored.blockLosses.map((loss, block) => loss - optimised.blockLosses[block]!));
  return {
    model: 'contextual − optimised, 95 % by days',
    logLoss: `${rounded(difference, 4)} (${rounded(low, 4)} to ${rounded(high, 4)})`,
    worstBlock: rounded(worst, 4),
    bar: '≤ −.010, upper end ≤ −.006; below −.015 look for a leak',
  };
};

const chosenBy = ({ mix, l2 }: RecallModel): string =>
  `regression ${mix.logistic} (l2 ${l2}), boosting ${mix.boost}, forest ${mix.forest}`;

/**
 * How well recall is predicted on a real log: five blocks in time order, each scored by what was known before it. The
 * log loss is the mean over all scored rows.
 */
export const recallBench: Bench = async (options) => {
  const path = options.revlog ?? revlogPath();
  if (path === undefined)
    return [{ what: 'not run (no data folder: set AMERICANO_DATA or give --revlog FILE)' }];
  const begin = performance.now();
  const reviews = readRevlog(path, options);
  const order = interdayRows(reviews);
  const fitSeconds: number[] = [];
  const rows: BenchRow[] = [];
  const contextual = new RecallOverTime(reviews);
  const all = models(reviews, fitSeconds, contextual);
  const scored = new Map<string, Scored>();
  for (const model of options.baselineOnly ? all.slice(0, -1) : all) {
    const { outcomes, predictions, blockLosses } = await scoredBlocks(model, reviews);
    scored.set(model.name, { outcomes, predictions, blockLosses });
    rows.push({
      model: model.name,
      ...modelScores(outcomes, predictions, 20),
      blocks: blockLosses.map((loss) => rounded(loss, 4)).join(' '),
      bar: model.bar,
    });
  }
  const [last, optimised] = [scored.get('contextual'), scored.get('FSRS-6, optimised')];
  if (last !== undefined && optimised !== undefined) {
    const [first] = timeSeriesSplit(order.length, folds);
    rows.push(
      against(
        last,
        optimised,
        Int32Array.from(order.subarray(first!.test[0]), (row) => reviews.days[row]!),
      ),
    );
    rows.push({
      model: 'chosen within the rows before each block',
      blocks: contextual.choices.map(chosenBy).join('; '),
    });
  }
  const start = performance.now();
  await optimiseParameters(reviews);
  rows.push({
    model: `optimiser, ${order.length} items`,
    seconds: rounded((performance.now() - start) / 1000),
    medianOfBlocks: rounded(quantile(fitSeconds, 0.5)),
    bar: '< 2 s',
  });
  rows.push({ model: 'cancel of a fit under way', ms: rounded(await cancelMs(reviews)), bar: '< 200 ms' });
  const judged = last ?? optimised;
  const summary = judged && {
    ...modelScores(judged.outcomes, judged.predictions, 20),
    seconds: rounded((performance.now() - begin) / 1000),
  };
  return summary === undefined ? rows : { summary, rows };
};
