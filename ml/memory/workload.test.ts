import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { workload, type CardMemories, type WorkloadOptions } from './workload.ts';

const parameters = fsrsParameters();

const cards = (count: number, stability: number): CardMemories => ({
  stability: new Float64Array(count).fill(stability),
  difficulty: new Float64Array(count).fill(5),
  lastDay: new Int32Array(count).fill(100),
});
const options: WorkloadOptions = {
  retention: 0.9,
  today: 101,
  days: 90,
  maximumIntervalDays: 36_500,
  passMs: 8000,
  failMs: 20_000,
};

describe('the work a retention asks', () => {
  it('grows with the retention, and so does what is remembered', () => {
    const points = [0.8, 0.85, 0.9, 0.95].map((retention) =>
      workload(parameters, cards(500, 10), { ...options, retention }),
    );
    const rising = (of: (point: (typeof points)[number]) => number): boolean =>
      points.every((point, index) => index === 0 || of(point) > of(points[index - 1]!));
    expect(rising((point) => point.reviews)).toBe(true);
    expect(rising((point) => point.remembered)).toBe(true);
    expect(points[2]!.remembered).toBeGreaterThan(0.9);
  });

  it('is nothing for memories that outlast the days', () => {
    const { reviews, ms, remembered } = workload(parameters, cards(10, 5000), options);
    expect([reviews, ms]).toEqual([0, 0]);
    expect(remembered).toBeGreaterThan(0.98);
  });

  it('counts one review of each card on the day it is due, at the cost of its answer', () => {
    const once = workload(parameters, cards(400, 1), { ...options, days: 1 });
    expect(once.reviews).toBe(1);
    // Recalled with 90 %: 400 answers of the two costs.
    expect(once.ms).toBeGreaterThan(0.85 * 8000 + 0.15 * 20_000 - 1500);
    expect(once.ms).toBeLessThan(0.95 * 8000 + 0.05 * 20_000 + 1500);
  });

  it('is the same for the same cards', () => {
    expect(workload(parameters, cards(50, 4), options)).toEqual(workload(parameters, cards(50, 4), options));
  });

  it('refuses what is no retention, and no cards', () => {
    expect(() => workload(parameters, cards(0, 1), options)).toThrow(DataError);
    expect(() => workload(parameters, cards(1, 1), { ...options, retention: 1 })).toThrow(DataError);
  });
});
