import { describe, expect, it } from 'vitest';
import { fsrsParameters, FSRS6_DEFAULT_WEIGHTS } from './fsrs-parameters.ts';
import { heldOutLoss } from './held-out-loss.ts';
import { interdayFlags, interdayRows, type TimedReviews } from './interday-rows.ts';
import { reviewsOf } from './testing.ts';
import { timeGrades, timeThresholds } from './time-grades.ts';

const one = (parts: Partial<Record<'days' | 'ratings' | 'durationMs', number[]>>): TimedReviews => {
  const days = parts.days ?? [1, 3];
  return {
    starts: Int32Array.of(0, days.length),
    days: Int32Array.from(days),
    ratings: Uint8Array.from(parts.ratings ?? days.map(() => 3)),
    at: Float64Array.from(days, (day) => day * 86_400_000),
    durationMs: Float64Array.from(parts.durationMs ?? days.map(() => 5000)),
  };
};
const thresholds = { fastMs: 2000, slowMs: 8000 };

describe('time grades', () => {
  it.each([
    ['fast', 1000, 4],
    ['as always', 5000, 3],
    ['slow', 9000, 2],
  ])('a Good that came %s (%i ms) counts as %i', (_, ms, grade) => {
    expect([...timeGrades(one({ durationMs: [5000, ms] }), thresholds)]).toEqual([3, grade]);
  });

  it.each([1, 2, 4])('%i keeps its grade, however long it took', (rating) => {
    expect([...timeGrades(one({ ratings: [3, rating], durationMs: [100, 100] }), thresholds)]).toEqual([
      3,
      rating,
    ]);
  });

  it('same-day and first answers keep their grade', () => {
    expect([...timeGrades(one({ days: [1, 1, 1], durationMs: [1, 1, 20_000] }), thresholds)]).toEqual([
      3, 3, 3,
    ]);
  });

  it('thirds are those of the recalled interday answers alone', () => {
    const reviews = reviewsOf(fsrsParameters(), { cards: 200, answers: 6, seed: 1 });
    const { fastMs, slowMs } = timeThresholds(reviews);
    const flags = interdayFlags(reviews);
    const times = [...reviews.durationMs].filter((_, row) => flags[row] === 1 && reviews.ratings[row] === 3);
    const share = (below: number): number => times.filter((ms) => ms < below).length / times.length;
    expect(share(fastMs)).toBeCloseTo(1 / 3, 2);
    expect(share(slowMs)).toBeCloseTo(2 / 3, 2);
    const other = {
      ...reviews,
      durationMs: reviews.durationMs.map((ms, row) => (flags[row] === 1 ? ms : 1)),
    };
    expect(timeThresholds(other)).toEqual({ fastMs, slowMs });
  });

  it('predict better where the time of an answer tells how well it was remembered', () => {
    // Memories of one learner that differ by card more than the defaults allow for: time is what shows it.
    const weak = reviewsOf(fsrsParameters(FSRS6_DEFAULT_WEIGHTS.with(8, 1)), {
      cards: 150,
      answers: 8,
      seed: 2,
    });
    const strong = reviewsOf(fsrsParameters(FSRS6_DEFAULT_WEIGHTS.with(8, 2.6)), {
      cards: 150,
      answers: 8,
      seed: 3,
    });
    const joined = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => [
      ...Array.from(a),
      ...Array.from(b),
    ];
    const both: TimedReviews = {
      starts: Int32Array.from([
        ...weak.starts,
        ...[...strong.starts].slice(1).map((n) => n + weak.days.length),
      ]),
      days: Int32Array.from(joined(weak.days, strong.days)),
      ratings: Uint8Array.from(joined(weak.ratings, strong.ratings)),
      at: Float64Array.from(joined(weak.at, strong.at)),
      durationMs: Float64Array.from(joined(weak.durationMs, strong.durationMs)),
    };
    const rows = interdayRows(both);
    const graded = timeGrades(both, timeThresholds(both));
    const { length } = rows;
    const later = rows.subarray(Math.floor(length / 2));
    const parameters = fsrsParameters();
    expect(heldOutLoss(parameters, both, later, graded)).toBeLessThan(heldOutLoss(parameters, both, later));
  });

  it.each([
    ['too few answers', one({}), 'too_few'],
    ['a negative time', one({ durationMs: [1, -5] }), 'out_of_range'],
    ['no number', one({ durationMs: [1, Number.NaN] }), 'not_finite'],
    ['columns of different length', { ...one({}), durationMs: Float64Array.of(1) }, 'length'],
  ])('refuses %s', (_, reviews, problem) => {
    expect(() => timeThresholds(reviews)).toThrow(expect.objectContaining({ problem }));
  });
});
