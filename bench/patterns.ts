import { randomBytes } from 'node:crypto';
import { firstManifest } from '#sync/patterns/first-manifest.ts';
import { epsilonOf } from '#sync/patterns/noise/privacy-terms.ts';
import { buffered } from '#sync/patterns/random/random-bytes.ts';
import { discreteGaussian } from '#sync/patterns/random/discrete-gaussian.ts';
import { rational } from '#sync/patterns/rational.ts';
import { rounded, timed, type Bench, type BenchRow } from './bench.ts';
import { accuracyOf, type Cohort } from './patterns/accuracy.ts';

const draws = 100_000;
const metrics = ['minutes', 'active-days', 'retention'];

const cohorts: readonly Cohort[] = [
  { name: 'class of 30, a half-term', level: 'class', students: 30, rounds: 2_000 },
  { name: 'class of 40, a half-term', level: 'class', students: 40, rounds: 1_000 },
  { name: 'class of 60, two weeks', level: 'class', students: 60, rounds: 1_000 },
  { name: 'class of 100, two weeks', level: 'class', students: 100, rounds: 1_000 },
  { name: 'class of 300, a week', level: 'class', students: 300, rounds: 500 },
  { name: 'institution of 30,000, a week', level: 'institution', students: 30_000, rounds: 20 },
];

/**
 * How near the means of a release come to the means of the true bins, everybody taking part, and whether their 95 %
 * intervals hold; then what a draw of noise costs. The noise is the system's: two runs differ by chance.
 */
export const patternsBench: Bench = async ({ seed, rounds }) => {
  const random = buffered(randomBytes, 65_536);
  const rows = cohorts.flatMap((cohort): BenchRow[] =>
    accuracyOf(random, seed, rounds === 0 ? cohort : { ...cohort, rounds }, metrics).map((row) => ({
      cohort: cohort.name,
      metric: row.metric,
      answered: rounded(row.answered),
      'mean error': rounded(row.meanError),
      'rms error': rounded(row.rmsError),
      'in interval': rounded(row.coverage, 3),
      width: rounded(row.width),
    })),
  );
  const ms = await timed(() => {
    for (let draw = 0; draw < draws; draw += 1) discreteGaussian(random, rational(10n ** 10n));
  });
  return {
    rows,
    summary: {
      epsilonPerTerm: rounded(epsilonOf(firstManifest.rhoPerTerm, 1e-6), 3),
      microsecondsPerDraw: rounded((ms / draws) * 1_000),
    },
  };
};
