import { serviceFiles } from '#electron/service/files.ts';
import { logLoss } from '#ml/evaluate/log-loss.ts';
import { auc } from '#ml/evaluate/auc.ts';
import { timeSeriesSplit } from '#ml/evaluate/time-series-split.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { interdayRows, type TimedReviews } from '#ml/memory/interday-rows.ts';
import { optimiseParameters } from '#ml/memory/optimise-parameters.ts';
import { reviewsBefore } from '#ml/memory/reviews-before.ts';
import { timeGrades, timeThresholds } from '#ml/memory/time-grades.ts';
import { mean } from '#ml/numeric/sample.ts';
import { JobPool } from '#ml/worker/job-pool.ts';
import type { jobs } from '#ml/worker/jobs.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';
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

const models = (reviews: TimedReviews, fitSeconds: number[]): Model[] => {
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

/**
 * How well recall is predicted on a real log: five blocks in time order, each scored by what was known before it. The
 * log loss is the mean over all scored rows.
 */
export const recallBench: Bench = async (options) => {
  const path = options.revlog ?? revlogPath();
  if (path === undefined)
    return [{ what: 'not run (no data folder: set AMERICANO_DATA or give --revlog FILE)' }];
  const reviews = readRevlog(path);
  const order = interdayRows(reviews);
  const splits = timeSeriesSplit(order.length, folds);
  const fitSeconds: number[] = [];
  const rows: BenchRow[] = [];
  for (const model of models(reviews, fitSeconds)) {
    const outcomes: number[] = [];
    const predictions: number[] = [];
    for (const { test } of splits) {
      const block = Int32Array.from(test, (place) => order[place]!);
      const before = reviewsBefore(reviews, reviews.at[block[0]!]!);
      predictions.push(...(await model.predict(before, block)));
      outcomes.push(...recalled(reviews, block));
    }
    rows.push({
      model: model.name,
      rows: outcomes.length,
      logLoss: rounded(logLoss(outcomes, predictions), 4),
      auc: rounded(auc(outcomes, predictions), 3),
      bar: model.bar,
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
  return rows;
};
