import { median } from '#ml/numeric/sample.ts';
import { fittedLearner } from '#ml/simulate/fitted-learner.ts';
import { simulateLearner } from '#ml/simulate/simulate-learner.ts';
import { rounded, type Bench, type BenchRow } from './bench.ts';
import { logQuantities, quantilesOf, type LogQuantity } from './simulate/log-quantiles.ts';
import { readRealLog, type RealLog } from './simulate/real-log.ts';

const seeds = 30;
const runs = 15;
const plenty = { lectures: 60, objectivesPerLecture: 10, cardsPerObjective: 10 };

/** Quantities of the fitted learner over the days of the real log, one list a seed. */
const simulated = (real: RealLog, seed: number): LogQuantity[][] =>
  Array.from({ length: seeds }, (_, index) => {
    const { facts } = simulateLearner(fittedLearner, {
      seed: seed * 1000 + index,
      firstDay: real.firstDay,
      days: real.days,
      content: plenty,
    });
    return logQuantities(facts.reviews);
  });

/** Real and simulated side by side: the median over seeds of each quantile, and whether it is within 10 % or one unit. */
const sideBySide = (real: RealLog, seed: number): BenchRow[] => {
  const worlds = simulated(real, seed);
  let within = 0;
  let judged = 0;
  const rows = logQuantities(real).map(({ what, unit, share, values, barred }, index): BenchRow => {
    const truth = quantilesOf(values);
    const drawn = worlds.map((world) => quantilesOf(world[index]?.values ?? []));
    const row: BenchRow = { what };
    const misses: string[] = [];
    for (const [position, name] of ['p10', 'p50', 'p90'].entries()) {
      const target = truth[position] ?? Number.NaN;
      const got = median(drawn.map((quantiles) => quantiles[position] ?? Number.NaN));
      row[`${name} real`] = rounded(target, 2);
      row[`${name} sim`] = rounded(got, 2);
      if (!(Math.abs(got - target) <= Math.max(Math.abs(target) * share, unit))) misses.push(name);
    }
    row['within'] = misses.length === 0 ? 'yes' : `not ${misses.join(', ')}`;
    if (barred) {
      judged += 3;
      within += 3 - misses.length;
    }
    return row;
  });
  return [
    ...rows,
    { what: 'quantiles within 10 % or one unit', value: `${within} of ${judged}`, bar: 'all' },
  ];
};

/** A year at about 60 answers a day. */
const yearOf60 = (seed: number): BenchRow => {
  const truth = { ...fittedLearner, scheduler: { ...fittedLearner.scheduler, newPerDay: 5.8 } };
  const options = { firstDay: 20_000, days: 365, content: plenty };
  const ms: number[] = [];
  const perDay: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    const { facts } = simulateLearner(truth, { ...options, seed: seed * 1000 + run });
    ms.push(performance.now() - start);
    perDay.push(facts.reviews.at.length / 365);
  }
  return {
    what: 'a year of a learner simulated (ms)',
    value: rounded(median(ms), 1),
    answersPerDay: rounded(median(perDay), 1),
    bar: '< 200 ms',
  };
};

/** The simulated learner beside the real log it was fitted to, and how long a year takes. */
export const simulateBench: Bench = async (options) => {
  const real = readRealLog();
  const year = yearOf60(options.seed);
  return real === undefined
    ? [{ what: 'real log', value: 'not run (no data folder)' }, year]
    : [...sideBySide(real, options.seed), year];
};
