import { sum } from '#ml/numeric/sample.ts';
import { beta, normal, uniformInteger } from '#ml/random/distributions.ts';
import { seededRandom, type Random } from '#ml/random/random.ts';
import { binomialQuantile } from '#ml/stats/binomial-quantile.ts';
import type { CellLayout } from '#ml/stats/cell-layout.ts';
import { cellPosterior } from '#ml/stats/cell-posterior.ts';
import { smoothOnCircle } from '#ml/stats/circular-smoothing.ts';
import { accountClaims, type JudgedClaim, type JudgedInterval } from '#ml/stats/claim-accounting.ts';
import { designEffect } from '#ml/stats/design-effect.ts';
import { effectClaims } from '#ml/stats/effect-claims.ts';
import { effectOf } from '#ml/stats/effect-of.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';
import { range, statsWorlds, type Table, type World } from './stats-worlds.ts';

const smallestEffect = 0.02;
const sessionAnswers = 20;
/** Seeds of one world follow each other; worlds do not share any below this number of learners. */
const seedsPerWorld = 10_000;
const pool = 65_536;

/** Retrievabilities as FSRS has them at a desired retention of .9. */
const drawn = seededRandom(0);
const retrievabilities = Float64Array.from({ length: pool }, () => beta(drawn, 18, 2));

/** Sums of the residuals of one table, by cell and by session, and the true mean shift of every cell. */
const answerTable = (random: Random, { counts, effects }: Table, { shift = 0, moods = 0 }: World) => {
  const sums = new Float64Array(counts.length);
  const squares = new Float64Array(counts.length);
  const shifts = new Float64Array(counts.length);
  const sessions = {
    cells: [] as number[],
    counts: [] as number[],
    sums: [] as number[],
    squares: [] as number[],
  };
  counts.forEach((count, cell) => {
    let mood = 0;
    for (let answer = 0; answer < count; answer += 1) {
      if (answer % sessionAnswers === 0) {
        mood = moods === 0 ? 0 : normal(random, 0, moods);
        sessions.cells.push(cell);
        sessions.counts.push(0);
        sessions.sums.push(0);
        sessions.squares.push(0);
      }
      const expected = retrievabilities[uniformInteger(random, 0, pool - 1)] ?? 0;
      const clamped = (value: number): number => Math.min(Math.max(value, 0), 1);
      const planted = clamped(expected + shift + (effects[cell] ?? 0));
      const residual = (random.unit() < clamped(planted + mood) ? 1 : 0) - expected;
      sums[cell]! += residual;
      squares[cell]! += residual ** 2;
      shifts[cell]! += (planted - expected) / count;
      const last = sessions.cells.length - 1;
      sessions.counts[last]! += 1;
      sessions.sums[last]! += residual;
      sessions.squares[last]! += residual ** 2;
    }
  });
  return { table: { counts, sums, squares }, shifts, sessions };
};

type Curve = 'raw' | 'smoothed' | 'pooled';

/** The curve of the heatmap, less its mean; only on a circle. */
const smoothedEffects = (
  { counts, sums, squares }: ReturnType<typeof answerTable>['table'],
  cells: Int32Array,
  layout: CellLayout,
): Float64Array | null => {
  if (layout.kind !== 'circle') return null;
  const weights = Float64Array.from(cells, (cell) => counts[cell] ?? 0);
  const answers = sum(weights);
  const curve = smoothOnCircle(
    Float64Array.from(cells, (cell) => layout.positions[cell] ?? 0),
    Float64Array.from(cells, (cell) => (sums[cell] ?? 0) / (counts[cell] ?? 0)),
    { period: layout.period, weights, variance: sum(squares) / answers },
  ).values;
  const overall = sum(curve.map((value, row) => (value * (weights[row] ?? 0)) / answers));
  return curve.map((value) => value - overall);
};

const judge = (seed: number, world: World) => {
  const random = seededRandom(seed);
  const tables = world.tables(random);
  const cellClaims: JudgedClaim[] = [];
  const claims: JudgedClaim[] = [];
  const intervals: JudgedInterval[] = [];
  const errors: Record<Curve, number> = { raw: 0, smoothed: 0, pooled: 0 };
  let milliseconds = 0;
  for (const table of tables) {
    const { table: answered, shifts, sessions } = answerTable(random, table, world);
    const start = performance.now();
    const posterior = cellPosterior(answered, {
      layout: table.layout,
      smallestEffect,
      families: tables.length,
      designEffect: world.knowsSessions === true ? designEffect(sessions) : 1,
    });
    const told = effectClaims(posterior).filter(({ isTold }) => isTold);
    milliseconds += performance.now() - start;
    const meanShift = (cells: ArrayLike<number>): number => {
      let [shifted, answers] = [0, 0];
      for (let place = 0; place < cells.length; place += 1) {
        const cell = cells[place] ?? 0;
        shifted += (shifts[cell] ?? 0) * (table.counts[cell] ?? 0);
        answers += table.counts[cell] ?? 0;
      }
      return shifted / answers;
    };
    const overall = meanShift(posterior.cells);
    // Sums of equal shifts differ in the last digits.
    const truthOf = (cells: ArrayLike<number>): number => rounded(meanShift(cells) - overall, 9);
    for (const { kind, cells, direction, effect } of told) {
      const judged = { direction, effect, truth: truthOf(cells) };
      claims.push(judged);
      if (kind === 'cell') cellClaims.push(judged);
    }
    const smoothed = smoothedEffects(answered, posterior.cells, table.layout);
    posterior.cells.forEach((cell, row) => {
      const estimate = effectOf(posterior, [cell]);
      if (estimate === null) return;
      const truth = truthOf([cell]);
      intervals.push({ low: estimate.low, high: estimate.high, truth });
      errors.raw += (estimate.raw - truth) ** 2;
      errors.pooled += (estimate.effect - truth) ** 2;
      errors.smoothed += ((smoothed?.[row] ?? Number.NaN) - truth) ** 2;
    });
  }
  return { claims, cellClaims, intervals, errors, milliseconds: milliseconds / tables.length };
};

const percent = (share: number): number => rounded(100 * share, 1);

const rowOf = (world: World, learners: number, firstSeed: number): BenchRow => {
  const judged = range(learners, (learner) => judge(firstSeed + learner, world));
  const account = accountClaims(judged, smallestEffect);
  const { toldRight: power } = accountClaims(
    judged.map(({ cellClaims, intervals }) => ({ claims: cellClaims, intervals })),
    smallestEffect,
  );
  const planted = world.kind === 'planted';
  const error = (curve: Curve): number =>
    percent(
      Math.sqrt(judged.reduce((total, { errors }) => total + errors[curve], 0) / account.coverage.intervals),
    );
  const milliseconds = judged.map((learner) => learner.milliseconds);
  return {
    world: world.what,
    learners,
    told: account.told.count,
    ...(world.kind === 'null' ? { toldAtMost: binomialQuantile(0.99, learners, 0.05) } : {}),
    toldUpTo: percent(account.told.high),
    ...(planted
      ? { power: percent(power.rate), powerFrom: percent(power.low), powerTo: percent(power.high) }
      : {}),
    toldFalse: account.toldFalse.count,
    claimsRight: account.right,
    claimsSmall: account.small,
    claimsFalse: account.false,
    ...(planted && Number.isFinite(account.exaggeration)
      ? { exaggeration: rounded(account.exaggeration) }
      : {}),
    coverage: percent(account.coverage.rate),
    errorRaw: error('raw'),
    ...(Number.isNaN(error('smoothed')) ? {} : { errorSmoothed: error('smoothed') }),
    errorPooled: error('pooled'),
    msP50: rounded(quantile(milliseconds, 0.5)),
  };
};

/**
 * What learners with known effects are told: effects of cells on the residuals of real answers (recalled 0 or 1), in points of
 * recall, shares in percent with exact 98 % intervals. A learner counts as told by any claim of any kind; power is the share
 * told of at least one cell, in the right direction, whose true effect exceeds 2 points. `toldAtMost` is the bar: what a
 * process of 5 % stays under with 99 %. Errors are root mean squares over the cells: of the means as they are, of the smoothed
 * curve, of the pooled effects. `--rounds` learners in each world, `--seed` the first of their seeds.
 */
export const statsBench: Bench = async ({ seed, rounds }) => {
  const learners = rounds === 0 ? 1000 : rounds;
  return statsWorlds.map((world, index) => rowOf(world, learners, seed + index * seedsPerWorld));
};
