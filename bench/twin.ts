import { struggleHistory, type StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { analyseLearner } from '#ml/learner/learner-analysis.ts';
import type { AssessedPattern } from '#ml/learner/claims.ts';
import { effectPosteriors, lastFrom, LENGTHS, STRETCHES } from '#ml/learner/effect-tables.ts';
import { measuredAnswers, type MeasuredAnswers } from '#ml/learner/measured-answers.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { SimulatedWorld } from '#ml/simulate/world.ts';
import { FORMATS } from '#ml/simulate/truth.ts';
import { binomialQuantile } from '#ml/stats/binomial-quantile.ts';
import { accountClaims, type JudgedClaim, type JudgedInterval } from '#ml/stats/claim-accounting.ts';
import { effectOf } from '#ml/stats/effect-of.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';
import { factsOfWorld } from './struggle/world-facts.ts';
import { learnerWorlds, livedThrough, type LearnerWorld } from './twin/learner-worlds.ts';

const smallestEffect = 0.02;
const tellFrom = 0.7;
const seedsPerWorld = 10_000;
const percent = (share: number): number => rounded(100 * share, 1);

/** In which cell of a pattern's table each answer lies. */
const cellsOf = (kind: AssessedPattern['kind'], answers: MeasuredAnswers): ((row: number) => number) => {
  if (kind === 'CONTENT_TYPE_PREFERENCE') return (row) => answers.format[row]!;
  if (kind === 'ATTENTION_CYCLE') return (row) => lastFrom(STRETCHES, answers.minutes[row]!);
  if (kind !== 'SESSION_DURATION_PREFERENCE') return (row) => Math.floor(answers.hour[row]!);
  const longest = new Map<number, number>();
  for (const [row, session] of answers.session.entries())
    longest.set(session, Math.max(longest.get(session) ?? 0, answers.minutes[row]!));
  return (row) => lastFrom(LENGTHS, longest.get(answers.session[row]!)!);
};

type Judged = {
  claims: (JudgedClaim & { kind: AssessedPattern['kind'] })[];
  intervals: JudgedInterval[];
  answers: number;
  milliseconds: number;
};

const judge = (world: LearnerWorld, seed: number): Judged => {
  const lived = livedThrough(world, seed);
  const start = performance.now();
  const history = struggleHistory(factsOfWorld(lived.facts), fsrsParameters());
  const today = lived.facts.firstDay + lived.facts.days;
  const { found } = analyseLearner(history, { today, formatCount: FORMATS.length, known: [] });
  const milliseconds = performance.now() - start;
  const answers = measuredAnswers(history, today - 365);
  const effectAt = trueEffects(lived, history, answers);
  const told = found.filter(({ confidence, kind }) => confidence >= tellFrom && kind !== 'FORGETTING_CURVE');
  const truthOf = (cellOf: (row: number) => number, cells: readonly number[]): number => {
    let [inside, n, all] = [0, 0, 0];
    for (let row = 0; row < effectAt.length; row += 1) {
      all += effectAt[row]!;
      if (!cells.includes(cellOf(row))) continue;
      inside += effectAt[row]!;
      n += 1;
    }
    return rounded(inside / n - all / effectAt.length, 9);
  };
  const { hours } = effectPosteriors(answers, FORMATS.length);
  const hourOf = cellsOf('OPTIMAL_STUDY_TIME', answers);
  return {
    milliseconds,
    answers: answers.rows.length,
    claims: told.map(({ kind, cells, direction, effect }) => ({
      kind,
      direction,
      effect,
      truth: truthOf(cellsOf(kind, answers), cells),
    })),
    intervals: Array.from(hours?.cells ?? [], (cell) => {
      const { low, high } = effectOf(hours!, [cell])!;
      return { low, high, truth: truthOf(hourOf, [cell]) };
    }),
  };
};

/** What moved recall at each answer beside memory. Rows of the history are those of the world: both in the order shown. */
const trueEffects = (
  { truth, facts }: SimulatedWorld,
  history: StruggleHistory,
  answers: MeasuredAnswers,
): Float64Array => {
  const order = Array.from(facts.reviews.shownAt.keys()).sort(
    (a, b) => facts.reviews.shownAt[a]! - facts.reviews.shownAt[b]! || a - b,
  );
  if (order.length !== history.rows) throw new Error('the history is not that of the world');
  const { recall, baseline } = truth!.reviews;
  return Float64Array.from(answers.rows, (row) => recall[order[row]!]! - baseline[order[row]!]!);
};

const rowOf = (world: LearnerWorld, learners: number, firstSeed: number): BenchRow => {
  const judged = Array.from({ length: learners }, (_, learner) => judge(world, firstSeed + learner));
  const account = accountClaims(judged, smallestEffect);
  const ofHours = judged.map(({ claims, intervals }) => ({
    claims: claims.filter(({ kind }) => kind === 'OPTIMAL_STUDY_TIME' || kind === 'PERFORMANCE_PEAK'),
    intervals,
  }));
  const hours = accountClaims(ofHours, 0);
  return {
    world: world.what,
    learners,
    answersP50: quantile(
      judged.map(({ answers }) => answers),
      0.5,
    ),
    told: account.told.count,
    toldFalse: account.toldFalse.count,
    ...(world.kind === 'null' ? { toldAtMost: binomialQuantile(0.99, learners, 0.05) } : {}),
    toldOfHours: hours.told.count,
    ...(world.kind === 'planted'
      ? {
          foundHours: percent(hours.toldRight.rate),
          foundFrom: percent(hours.toldRight.low),
          foundTo: percent(hours.toldRight.high),
        }
      : {}),
    coverage: percent(account.coverage.rate),
    ...(Number.isFinite(account.exaggeration) ? { exaggeration: rounded(account.exaggeration) } : {}),
    msP50: rounded(
      quantile(
        judged.map(({ milliseconds }) => milliseconds),
        0.5,
      ),
    ),
  };
};

/**
 * What simulated learners are told by the product's own analysis, judged by their truth: everything told of hours, minutes,
 * lengths of sessions and formats together. A claim is false where the answers it is about are not better (or worse) than
 * all answers; `foundHours` is the share of learners told of hours in the right direction. Coverage is that of the 90 %
 * intervals of hours. `--rounds` learners in each world, `--seed` the first of their seeds, `--world` one of them by name.
 */
export const twinBench: Bench = async ({ seed, rounds, world: only }) => {
  const learners = rounds === 0 ? 200 : rounds;
  return learnerWorlds
    .map((world, index) => ({ world, index }))
    .filter(({ world }) => only === undefined || world.what === only)
    .map(({ world, index }) => rowOf(world, learners, seed + index * seedsPerWorld));
};
