import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { halfLife, halfLifeOfAnyShape } from './half-life.ts';
import { intervalFor, retrievability } from './memory.ts';
import { retentionByDay } from './retention-by-day.ts';

const parameters = fsrsParameters();

const answersOf = (stability: number, n: number, seed: number): { days: number[]; recalled: number[] } => {
  const random = seededRandom(seed);
  const days = Array.from({ length: n }, () => 1 + Math.floor(random.unit() * 60));
  return {
    days,
    recalled: days.map((t) => (random.unit() < retrievability(parameters, stability, t) ? 1 : 0)),
  };
};

describe('the half-life', () => {
  const truth = intervalFor(parameters, 12, 0.5);

  it('is the time to half in the model it assumes', () => {
    const { days, recalled } = answersOf(12, 20_000, 1);
    expect(halfLife(parameters, days, recalled).days / truth).toBeCloseTo(1, 1);
  });

  it('has an interval that holds the truth about nine times in ten', () => {
    let held = 0;
    const learners = 200;
    for (let seed = 0; seed < learners; seed += 1) {
      const { days, recalled } = answersOf(12, 200, 100 + seed);
      const { low, high } = halfLife(parameters, days, recalled);
      if (low <= truth && truth <= high) held += 1;
    }
    // 90 % of 200 is 180; 163 and 194 are four standard errors away.
    expect(held).toBeGreaterThan(163);
    expect(held).toBeLessThan(195);
  });

  it('of any shape holds the truth of an owner who forgets in another one, which no number of answers tells', () => {
    const steep = fsrsParameters([...parameters.weights.slice(0, 20), 0.5]);
    const half = intervalFor(steep, 12, 0.5);
    const random = seededRandom(11);
    const days = Float64Array.from({ length: 20_000 }, () => 1 + Math.floor(random.unit() * 25));
    const recalled = days.map((t) => (random.unit() < retrievability(steep, 12, t) ? 1 : 0));
    const sure = halfLife(parameters, days, recalled);
    expect(sure.low).toBeGreaterThan(half);
    const honest = halfLifeOfAnyShape(parameters, days, recalled);
    expect(honest.days).toBe(sure.days);
    expect(honest.low).toBeLessThan(half);
    expect(honest.high).toBeGreaterThan(sure.high);
  });

  it('of any shape does without the latest answers where those all went the same way', () => {
    const days = Float64Array.from({ length: 5000 }, (_, row) => 1 + (row % 30));
    const recalled = days.map((_, row) => (row < 2500 && row % 3 === 0 ? 0 : 1));
    const { days: own, low, high } = halfLifeOfAnyShape(parameters, days, recalled);
    expect(low).toBeLessThan(own);
    expect(high).toBeGreaterThan(own);
    expect(Number.isFinite(high)).toBe(true);
  });

  it('is surer of more answers', () => {
    const width = (n: number): number => {
      const { days, recalled } = answersOf(12, n, 7);
      const { low, high } = halfLife(parameters, days, recalled);
      return Math.log(high / low);
    };
    expect(width(2000)).toBeLessThan(width(100));
  });

  it.each([
    ['answers that were all recalled', [1, 2], [1, 1], 'one_class'],
    ['no answers', [], [], 'empty'],
    ['a day that is none', [0, 1], [0, 1], 'out_of_range'],
    ['columns of different length', [1], [0, 1], 'length'],
  ])('refuses %s', (_, days, recalled, problem) => {
    expect(() => halfLife(parameters, days, recalled)).toThrow(expect.objectContaining({ problem }));
  });
});

describe('retention by day', () => {
  it('counts every answer once, and joins bins that are too small', () => {
    const { days, recalled } = answersOf(12, 1000, 3);
    const expected = days.map((t) => retrievability(parameters, 12, t));
    const points = retentionByDay(days, recalled, expected, 100);
    const n = points.reduce((total, point) => total + point.n, 0);
    expect(n).toBe(1000);
    expect(points.every((point) => point.n >= 100)).toBe(true);
    expect(points.map((point) => point.days)).toEqual(
      points.map((point) => point.days).toSorted((a, b) => a - b),
    );
    for (const point of points) {
      expect(Math.abs(point.observed - point.expected)).toBeLessThan(0.15);
      expect(point.low).toBeLessThan(point.observed);
      expect(point.high).toBeGreaterThan(point.observed);
    }
  });

  it('has no point below the minimum, and none for nothing', () => {
    expect(retentionByDay([1, 2], [1, 0], [0.9, 0.9])).toEqual([]);
    expect(retentionByDay([], [], [])).toEqual([]);
  });

  it.each([
    ['a day below one', [0.5], [1], [0.9], 'elapsedDays'],
    ['an outcome that is none', [1], [2], [0.9], 'recalled'],
    ['an expectation that is no probability', [1], [1], [1.2], 'expected'],
    ['no number', [Number.NaN], [1], [0.9], 'elapsedDays'],
  ])('refuses %s', (_, days, recalled, expected, column) => {
    expect(() => retentionByDay(days, recalled, expected)).toThrow(
      expect.objectContaining({ column, row: 0 }),
    );
  });
});
