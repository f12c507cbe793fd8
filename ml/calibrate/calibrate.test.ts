import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { logit } from '../numeric/special.ts';
import { seededRandom } from '../random/random.ts';
import { applyBeta, fitBeta } from './beta.ts';
// Written by bench/reference/calibrate.py.
import reference from './calibrate.reference.json' with { type: 'json' };
import { applyCalibration, type Calibration } from './calibration.ts';
import { applyIsotonic, fitIsotonic } from './isotonic.ts';
import { applyPlatt, fitPlatt } from './platt.ts';

type Fit = (scores: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>) => Calibration;
const FITS: { name: string; fit: Fit }[] = [
  { name: 'isotonic', fit: fitIsotonic },
  { name: 'platt', fit: fitPlatt },
  { name: 'beta', fit: fitBeta },
];

function expectClose(values: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(values).toHaveLength(expected.length);
  for (const [place, value] of expected.entries()) expect(values[place]).toBeCloseTo(value, digits);
}

describe.each(reference.cases)('$name', ({ scores, labels, weights, ...expected }) => {
  const given = weights ?? undefined;

  it("isotonic is scikit-learn's", () => {
    const model = fitIsotonic(scores, labels, given);
    expectClose(model.scores, expected.isotonic.scores, 12);
    expectClose(model.probabilities, expected.isotonic.probabilities, 12);
    expectClose(applyIsotonic(model, reference.at), expected.isotonic.at, 12);
  });

  it("Platt's is scikit-learn's, to more digits", () => {
    const model = fitPlatt(scores, labels, given);
    expectClose(applyPlatt(model, reference.at), expected.platt.sklearn, 4);
    expect(model.slope).toBeCloseTo(expected.platt.slope, 9);
    expect(model.intercept).toBeCloseTo(expected.platt.intercept, 9);
  });

  it('beta is the optimum under a, b ≥ 0', () => {
    const model = fitBeta(scores, labels, given);
    if (expected.beta === null) {
      // Separated: no optimum, but a curve as steep as doubles see.
      expectClose(applyBeta(model, scores), labels, 6);
      return;
    }
    for (const key of ['a', 'b', 'c'] as const) expect(model[key]).toBeCloseTo(expected.beta[key], 5);
  });
});

/** Apart from each other by more than rounding: a curve between neighbouring doubles is a matter of the order of sums. */
const score = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

const labelled = fc
  .array(fc.tuple(score, fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((rows) => [0, 1].every((label) => rows.some((row) => row[1] === label && row[2] > 0)));

describe.each(FITS)('$name', ({ name, fit }) => {
  it('gives monotone probabilities of any scores, from a model that survives JSON', () => {
    const grid = Array.from({ length: 101 }, (_, step) => step / 100);
    fc.assert(
      fc.property(labelled, (rows) => {
        const model = fit(...columnsOf(rows));
        const values = applyCalibration(JSON.parse(JSON.stringify(model)) as Calibration, grid);
        expect(values).toEqual(applyCalibration(model, grid));
        const isFalling = model.kind === 'platt' && model.slope < 0;
        const ordered = isFalling ? values.toReversed() : values;
        const isRight = (value: number, place: number): boolean =>
          value >= (ordered[place - 1] ?? 0) && value <= 1;
        expect(ordered.every(isRight)).toBe(true);
      }),
    );
  });

  it('takes a row of weight k for k rows', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const repeated = rows.flatMap(([score, label, weight]) =>
          Array.from({ length: weight }, () => [score, label, 1] as [number, number, number]),
        );
        const [scores, labels] = columnsOf(repeated);
        // At the scores that count: where they separate the labels, any curve between them is as good as any other.
        expectClose(
          applyCalibration(fit(...columnsOf(rows)), scores),
          Array.from(applyCalibration(fit(scores, labels), scores)),
          5,
        );
      }),
    );
  });

  it('makes good of bad probabilities', () => {
    const random = seededRandom(6);
    const truths = Float64Array.from({ length: 4000 }, () => random.unit());
    const labels = truths.map((p) => (random.unit() < p ? 1 : 0));
    // Overconfident: log-odds doubled.
    const scores = truths.map((p) => p ** 2 / (p ** 2 + (1 - p) ** 2));
    // Platt's curve is one of log-odds.
    const given = name === 'platt' ? scores.map((p) => logit(p)) : scores;
    const fitted = applyCalibration(fit(given, labels), given);
    const distance = (values: Float64Array): number =>
      values.reduce((sum, value, row) => sum + Math.abs(value - (truths[row] ?? 0)), 0) / values.length;
    expect(distance(scores)).toBeGreaterThan(0.08);
    expect(distance(fitted)).toBeLessThan(name === 'isotonic' ? 0.03 : 0.015);
  });

  it('of equal scores is the share of 1', () => {
    const model = fit([0.1, 0.1, 0.1, 0.1], [1, 0, 0, 0]);
    const [share = Number.NaN, other] = applyCalibration(model, [0.1, 0.9]);
    // Platt's targets are 2 / 3 and 1 / 5.
    expect(share).toBeCloseTo(name === 'platt' ? (2 / 3 + 3 / 5) / 4 : 0.25, 12);
    expect(other).toBe(share);
  });

  it.each([
    { scores: [], labels: [], problem: 'empty', column: 'scores', row: null },
    { scores: [0.1, 0.2], labels: [1], problem: 'length', column: 'labels', row: null },
    { scores: [0.1, Number.NaN], labels: [0, 1], problem: 'not_finite', column: 'scores', row: 1 },
    { scores: [-1e101, 0.2], labels: [0, 1], problem: 'out_of_range', column: 'scores', row: 0 },
    { scores: [0.1, 0.2], labels: [0, 0.5], problem: 'out_of_range', column: 'labels', row: 1 },
    { scores: [0.1, 0.2], labels: [1, 1], problem: 'one_class', column: 'labels', row: null },
    { scores: [0.1, 0.2], labels: [0, 1], weights: [1], problem: 'length', column: 'weights', row: null },
    {
      scores: [0.1, 0.2],
      labels: [0, 1],
      weights: [1, -1],
      problem: 'out_of_range',
      column: 'weights',
      row: 1,
    },
    {
      scores: [0.1, 0.2],
      labels: [0, 1],
      weights: [0, 0],
      problem: 'out_of_range',
      column: 'weights',
      row: null,
    },
    {
      scores: [0.1, 0.2],
      labels: [0, 1],
      weights: [1, 0],
      problem: 'one_class',
      column: 'labels',
      row: null,
    },
  ])('refuses $column: $problem', ({ scores, labels, weights, ...expected }) => {
    expect(() => fit(scores, labels, weights)).toThrow(
      expect.objectContaining({ name: 'DataError', ...expected }),
    );
  });

  it('refuses to calibrate what is no number', () => {
    const model = fit([0.1, 0.4, 0.2, 0.9], [0, 1, 1, 0]);
    expect(() => applyCalibration(model, [0.5, Infinity])).toThrow(
      expect.objectContaining({ name: 'DataError', problem: 'not_finite', column: 'scores', row: 1 }),
    );
  });
});

describe('what only one of them does', () => {
  it('isotonic: scores may lie anywhere, and those beyond the fitted ones get the ends', () => {
    const model = fitIsotonic([-50, -3, 10, 400], [0, 1, 0, 1]);
    expect([...applyIsotonic(model, [-1000, -26.5, 3, 205, 1e6])]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("Platt's: is the same curve whatever the scale of the scores", () => {
    const { scores, labels } = reference.cases[0] ?? expect.fail();
    const { slope, intercept } = fitPlatt(scores, labels);
    const other = fitPlatt(
      scores.map((score) => 1e6 * score + 1e8),
      labels,
    );
    expect(other.slope * 1e6).toBeCloseTo(slope, 6);
    expect(other.intercept + other.slope * 1e8).toBeCloseTo(intercept, 5);
  });

  it('beta: leaves good probabilities as they are', () => {
    const random = seededRandom(2);
    const scores = Float64Array.from({ length: 20_000 }, () => random.unit());
    const model = fitBeta(
      scores,
      scores.map((p) => (random.unit() < p ? 1 : 0)),
    );
    expect(model.a).toBeCloseTo(1, 1);
    expect(model.b).toBeCloseTo(1, 1);
    expect(model.c).toBeCloseTo(0, 0);
  });

  it('beta: refuses what is no probability', () => {
    const error = expect.objectContaining({
      name: 'DataError',
      problem: 'out_of_range',
      column: 'scores',
      row: 1,
    }) as Error;
    expect(() => fitBeta([0.5, 1.01], [0, 1])).toThrow(error);
    expect(() => applyBeta({ kind: 'beta', a: 1, b: 1, c: 0 }, [0.5, -0.1])).toThrow(error);
  });
});

function columnsOf(rows: readonly (readonly [number, number, number])[]): [number[], number[], number[]] {
  return [rows.map(([score]) => score), rows.map(([, label]) => label), rows.map(([, , weight]) => weight)];
}
