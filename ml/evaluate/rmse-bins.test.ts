import { describe, expect, it } from 'vitest';

// Written by bench/reference/rmse_bins.py.
import reference from './rmse-bins.reference.json' with { type: 'json' };
import { rmseBins, type PredictedReviews } from './rmse-bins.ts';

/** Reviews of one elapsed time each, enough columns for the rest. */
function reviews(part: Partial<PredictedReviews> & Pick<PredictedReviews, 'outcomes'>): PredictedReviews {
  const column = (value: number): number[] => Array.from(part.outcomes, () => value);
  return {
    predictions: column(0.5),
    elapsedDays: column(1),
    reviewNumbers: column(2),
    lapses: column(0),
    ...part,
  };
}

describe('RMSE(bins)', () => {
  it.each(Object.entries(reference))('%s: as the benchmark defines it', (_, known) => {
    expect(rmseBins(known)).toBeCloseTo(known.value, 13);
  });

  it('compares means of bins, not rows', () => {
    expect(rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1] }))).toBe(0);
    expect(rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1], elapsedDays: [1, 4] }))).toBeCloseTo(
      0.9,
      14,
    );
    expect(rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1], elapsedDays: [1, 3] }))).toBe(0);
    expect(rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1], lapses: [0, 1] }))).toBeCloseTo(
      0.9,
      14,
    );
    expect(
      rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1], reviewNumbers: [3, 4] })),
    ).toBeCloseTo(0.9, 14);
    expect(rmseBins(reviews({ outcomes: [0, 1], predictions: [0.9, 0.1], reviewNumbers: [2, 3] }))).toBe(0);
  });

  it('weighs bins by their reviews', () => {
    const value = rmseBins(
      reviews({ outcomes: [1, 1, 1, 0], elapsedDays: [1, 1, 1, 9], predictions: [0.8, 0.8, 0.8, 0.4] }),
    );
    expect(value).toBeCloseTo(Math.sqrt((3 * 0.04 + 0.16) / 4), 14);
  });

  it('refuses columns that no history has', () => {
    const refusal = (part: Partial<PredictedReviews>, problem: string, column: string): void =>
      expect(() => rmseBins(reviews({ outcomes: [0, 1], ...part }))).toThrow(
        expect.objectContaining({ problem, column }),
      );
    refusal({ elapsedDays: [1] }, 'length', 'elapsedDays');
    refusal({ reviewNumbers: [1] }, 'length', 'reviewNumbers');
    refusal({ lapses: [1] }, 'length', 'lapses');
    refusal({ elapsedDays: [1, -1] }, 'out_of_range', 'elapsedDays');
    refusal({ elapsedDays: [1, Number.NaN] }, 'not_finite', 'elapsedDays');
    refusal({ reviewNumbers: [0, 1] }, 'out_of_range', 'reviewNumbers');
    refusal({ reviewNumbers: [1, 1.5] }, 'out_of_range', 'reviewNumbers');
    refusal({ lapses: [0.5, 1] }, 'out_of_range', 'lapses');
    refusal({ predictions: [2, 1] }, 'out_of_range', 'predictions');
    expect(() => rmseBins(reviews({ outcomes: [] }))).toThrow(expect.objectContaining({ problem: 'empty' }));
  });
});
