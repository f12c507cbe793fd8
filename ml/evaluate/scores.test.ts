import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mean } from '../numeric/sample.ts';
import { brierDecomposition } from './brier-decomposition.ts';
import { brierScore, brierSkill, squaredErrors } from './brier.ts';
import { calibrationCurve } from './calibration-curve.ts';
import { classification } from './classification.ts';
// Written by bench/reference/evaluate.py.
import reference from './evaluate.reference.json' with { type: 'json' };
import { expectedCalibrationError } from './expected-calibration-error.ts';
import { logLoss, logLosses } from './log-loss.ts';
import type { Binning } from './prediction-bins.ts';
import { wilsonInterval } from './wilson-interval.ts';

const toBinning = ({ by, bins }: { by: string; bins: number }): Binning => {
  if (by === 'value') return { by };
  if (by === 'width' || by === 'count') return { by, bins };
  return expect.fail(by);
};

const rows = fc.array(
  fc.tuple(
    fc.constantFrom(0, 1),
    fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.1, 0.3, 0.5, 1)),
  ),
  { minLength: 1 },
);
const binnings = fc.oneof(
  fc.constant<Binning>({ by: 'value' }),
  fc.record({
    by: fc.constantFrom('width' as const, 'count' as const),
    bins: fc.integer({ min: 1, max: 20 }),
  }),
);

describe.each(reference.data)('$name', (known) => {
  const { outcomes, predictions, weights } = known;

  it('log loss as scikit-learn', () => {
    expect(logLoss(outcomes, predictions)).toBeCloseTo(known.logLoss, 12);
    expect(logLoss(outcomes, predictions, { epsilon: 0.01 })).toBeCloseTo(known.logLossClipped, 12);
    expect(logLoss(outcomes, predictions, { weights })).toBeCloseTo(known.logLossWeighted, 12);
  });

  it('Brier score as scikit-learn', () => {
    expect(brierScore(outcomes, predictions)).toBeCloseTo(known.brier, 14);
    expect(brierScore(outcomes, predictions, weights)).toBeCloseTo(known.brierWeighted, 14);
    expect(brierSkill(outcomes, predictions)).toBeCloseTo(known.skill, 13);
  });

  it.each(known.decompositions)('decomposition by $by, $bins bins', (expected) => {
    const parts = brierDecomposition(outcomes, predictions, toBinning(expected));
    expect(parts.score).toBeCloseTo(known.brier, 14);
    expect(parts.bins).toBe(expected.filled);
    for (const part of [
      'reliability',
      'resolution',
      'uncertainty',
      'withinBinVariance',
      'withinBinCovariance',
    ] as const)
      expect(parts[part]).toBeCloseTo(expected[part], 14);
  });

  it.each(known.curves)('calibration by $by, $bins bins', (expected) => {
    const binning = toBinning(expected);
    const points = calibrationCurve(outcomes, predictions, binning);
    expect(points).toHaveLength(expected.points.length);
    for (const [bin, point] of expected.points.entries()) {
      expect(points[bin]?.n).toBe(point.n);
      expect(points[bin]?.meanPrediction).toBeCloseTo(point.meanPrediction, 13);
      expect(points[bin]?.observed).toBeCloseTo(point.observed, 13);
      expect(points[bin]?.low).toBeCloseTo(point.low, 12);
      expect(points[bin]?.high).toBeCloseTo(point.high, 12);
    }
    expect(expectedCalibrationError(outcomes, predictions, binning)).toBeCloseTo(expected.error, 13);
  });

  it.each(known.classifications)('decision at $threshold as scikit-learn', ({ threshold, ...expected }) => {
    const result = classification(outcomes, predictions, threshold);
    for (const name of ['truePositives', 'falsePositives', 'trueNegatives', 'falseNegatives'] as const)
      expect(result[name]).toBe(expected[name]);
    for (const name of ['accuracy', 'precision', 'recall', 'f1'] as const) {
      if (expected[name] === null) expect(result[name]).toBeNaN();
      else expect(result[name]).toBeCloseTo(expected[name], 14);
    }
  });
});

describe('log loss', () => {
  it('ends at −log epsilon where a certainty was wrong', () => {
    expect(logLoss([0], [1])).toBe(52 * Math.LN2);
    expect(logLoss([1], [0])).toBe(52 * Math.LN2);
    expect([...logLosses([1, 0], [0, 0.25], 0.1)]).toEqual([-Math.log(0.1), -Math.log1p(-0.25)]);
    expect(logLoss([1, 1], [1, 1], { epsilon: 0 })).toBe(0);
  });

  it('is least, for a constant, at the base rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (outcomes, other) => {
          const constant = (p: number): number[] => outcomes.map(() => p);
          const best = logLoss(outcomes, constant(mean(outcomes)));
          expect(best).toBeLessThanOrEqual(logLoss(outcomes, constant(other)) + 1e-12);
          expect(brierScore(outcomes, constant(mean(outcomes)))).toBeLessThanOrEqual(
            brierScore(outcomes, constant(other)) + 1e-12,
          );
        },
      ),
    );
  });

  it('refuses weights that weigh nothing or less', () => {
    const loss = (weights: number[]) => () => logLoss([0, 1], [0.5, 0.5], { weights });
    expect(loss([1])).toThrow(expect.objectContaining({ problem: 'length', column: 'weights' }));
    expect(loss([0, 0])).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'weights', row: null }),
    );
    expect(loss([1, -1])).toThrow(
      expect.objectContaining({ problem: 'out_of_range', column: 'weights', row: 1 }),
    );
    expect(() => logLoss([0], [0.5], { epsilon: 0.6 })).toThrow(
      expect.objectContaining({ column: 'epsilon' }),
    );
  });
});

describe('Brier score', () => {
  it('is reliability − resolution + uncertainty by value, and by any bins with what varies within them', () => {
    fc.assert(
      fc.property(rows, binnings, (rows, binning) => {
        const outcomes = rows.map(([outcome]) => outcome);
        const predictions = rows.map(([, prediction]) => prediction);
        const parts = brierDecomposition(outcomes, predictions, binning);
        const resolution = parts.resolution - parts.withinBinVariance + parts.withinBinCovariance;
        expect(parts.score).toBeCloseTo(brierScore(outcomes, predictions), 13);
        expect(parts.reliability - resolution + parts.uncertainty).toBeCloseTo(parts.score, 13);
        if (binning.by === 'value') {
          expect(parts.withinBinVariance).toBeCloseTo(0, 15);
          expect(parts.withinBinCovariance).toBeCloseTo(0, 15);
          expect(parts.bins).toBe(new Set(predictions).size);
        }
      }),
    );
  });

  it('skill: 1 for foresight, 0 for the base rate, unknown where nothing could be gained', () => {
    expect(brierSkill([0, 1, 1], [0, 1, 1])).toBe(1);
    expect(brierSkill([0, 1], [0.5, 0.5])).toBe(0);
    expect(brierSkill([0, 1], [0.5, 0.5], 0.9)).toBeCloseTo(1 - 0.25 / 0.41, 14);
    expect(brierSkill([1, 1], [0.9, 0.9])).toBeNaN();
    expect(() => brierSkill([0, 1], [0.5, 0.5], 1.5)).toThrow(
      expect.objectContaining({ problem: 'out_of_range' }),
    );
  });

  it('has its errors row by row', () => {
    expect([...squaredErrors([0, 1], [0.5, 1])]).toEqual([0.25, 0]);
  });
});

describe('calibration', () => {
  it('puts an edge into the bin below, all rows into some bin, in rising order', () => {
    const ends = calibrationCurve([1, 0, 1], [0.2, 0.2000001, 1], { by: 'width', bins: 5 });
    expect(ends.map(({ n }) => n)).toEqual([1, 1, 1]);
    fc.assert(
      fc.property(rows, binnings, (rows, binning) => {
        const points = calibrationCurve(
          rows.map(([outcome]) => outcome),
          rows.map(([, prediction]) => prediction),
          binning,
        );
        expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
        for (const [bin, { n, low, observed, high, meanPrediction }] of points.entries()) {
          expect(n).toBeGreaterThan(0);
          expect(low).toBeLessThanOrEqual(observed);
          expect(high).toBeGreaterThanOrEqual(observed);
          expect(meanPrediction).toBeGreaterThanOrEqual((points[bin - 1]?.meanPrediction ?? 0) - 1e-12);
        }
      }),
    );
  });

  it('bins of equal count hold equal numbers where no predictions are equal', () => {
    const predictions = Array.from({ length: 103 }, (_, row) => ((row * 37) % 103) / 103);
    const outcomes = predictions.map(() => 1);
    const sizes = calibrationCurve(outcomes, predictions, { by: 'count', bins: 10 }).map(({ n }) => n);
    expect(sizes).toHaveLength(10);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it('error is 0 for foresight and the distance of a constant from the rate', () => {
    expect(expectedCalibrationError([0, 1, 1], [0, 1, 1])).toBe(0);
    expect(expectedCalibrationError([0, 1, 1, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0.25);
    expect(() => expectedCalibrationError([0], [0], { by: 'width', bins: 0 })).toThrow(
      expect.objectContaining({ column: 'bins' }),
    );
    expect(() => calibrationCurve([0], [0], { by: 'count', bins: 1.5 })).toThrow(
      expect.objectContaining({ column: 'bins' }),
    );
  });

  it.each(reference.wilson)('Wilson interval of $successes in $trials at $level', (known) => {
    const { low, high } = wilsonInterval(known.successes, known.trials, known.level);
    expect(low).toBeCloseTo(known.low, 13);
    expect(high).toBeCloseTo(known.high, 13);
  });

  it('has intervals of the level asked for', () => {
    const [point] = calibrationCurve([0, 1, 1], [0.5, 0.5, 0.5], { by: 'value' }, 0.6);
    expect(point).toMatchObject(wilsonInterval(2, 3, 0.6));
  });

  it('Wilson interval refuses what is no share', () => {
    expect(() => wilsonInterval(0, 0)).toThrow(expect.objectContaining({ column: 'trials' }));
    expect(() => wilsonInterval(3, 2)).toThrow(expect.objectContaining({ column: 'successes' }));
    expect(() => wilsonInterval(1, 2, 1)).toThrow(expect.objectContaining({ column: 'level' }));
  });
});

const scores: [string, (outcomes: number[], predictions: number[]) => unknown][] = [
  ['logLoss', logLoss],
  ['brierScore', brierScore],
  ['brierSkill', brierSkill],
  ['brierDecomposition', brierDecomposition],
  ['calibrationCurve', calibrationCurve],
  ['expectedCalibrationError', expectedCalibrationError],
  ['classification', classification],
];

describe.each(scores)('%s', (_, score) => {
  it('refuses what are no outcomes and probabilities', () => {
    const refusal = (
      outcomes: number[],
      predictions: number[],
      problem: string,
      column: string,
      row: number | null,
    ): void =>
      expect(() => score(outcomes, predictions)).toThrow(
        expect.objectContaining({ name: 'DataError', problem, column, row }),
      );
    refusal([], [], 'empty', 'outcomes', null);
    refusal([0, 1], [0.5], 'length', 'predictions', null);
    refusal([0, 2], [0.5, 0.5], 'out_of_range', 'outcomes', 1);
    refusal([0, 1], [0.5, 1.5], 'out_of_range', 'predictions', 1);
    refusal([0, 1], [Number.NaN, 0.5], 'not_finite', 'predictions', 0);
  });
});
