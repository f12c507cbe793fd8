import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fsrsParameters } from './fsrs-parameters.ts';
// Written by bench/reference/fsrs6.py.
import reference from './fsrs6.reference.json' with { type: 'json' };
import { clampMemory, intervalFor, memoryFromInterval, nextMemory, retrievability } from './memory.ts';
import type { Memory, Rating } from './memory.ts';

const parameters = fsrsParameters();
const rating = fc.constantFrom<Rating>(1, 2, 3, 4);
const toRating = (value: number): Rating =>
  [1, 2, 3, 4].find((r): r is Rating => r === value) ?? expect.fail();

describe.each(Object.entries(reference))('FSRS-6 against the reference, %s weights', (_, table) => {
  const p = fsrsParameters(table.weights);

  it('uses the weights as they are', () => {
    expect(p.weights).toEqual(table.weights);
  });

  it.each(table.histories.map((history, i) => ({ i, history })))('history $i', ({ history }) => {
    let memory: Memory | null = null;
    for (const review of history) {
      memory = nextMemory(p, memory, review.elapsedDays, toRating(review.rating));
      // ts-fsrs rounds each step to 8 decimals; over a history the relative difference stays below a millionth.
      expect(memory.stability / review.stability).toBeCloseTo(1, 6);
      expect(memory.difficulty).toBeCloseTo(review.difficulty, 6);
    }
  });

  it('retrievability', () => {
    for (const row of table.retrievability) {
      expect(retrievability(p, row.stability, row.elapsedDays)).toBeCloseTo(row.value, 12);
    }
  });

  it('intervals', () => {
    for (const row of table.intervals) {
      expect(intervalFor(p, row.stability, row.desiredRetention) / row.value).toBeCloseTo(1, 10);
    }
  });

  it('memory from SM-2 interval and ease', () => {
    for (const row of table.fromSm2) {
      const memory = memoryFromInterval(p, row.intervalDays, row.ease);
      expect(memory.stability).toBe(row.stability);
      expect(memory.difficulty).toBeCloseTo(row.difficulty, 10);
    }
  });
});

describe('memory', () => {
  it('keeps retrievability in (0, 1] and falling with time', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 36500, noNaN: true }), fc.nat(100_000), (stability, days) => {
        const now = retrievability(parameters, stability, days);
        expect(now).toBeGreaterThan(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(retrievability(parameters, stability, days + 1)).toBeLessThan(now);
      }),
    );
  });

  it('has retrievability 0.9 after as many days as the stability, and intervalFor is its inverse', () => {
    expect(intervalFor(parameters, 12.3456, 0.9)).toBe(12.3456);
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 36500, noNaN: true }),
        fc.double({ min: 0.7, max: 0.99, noNaN: true }),
        (stability, retention) => {
          const days = intervalFor(parameters, stability, retention);
          expect(retrievability(parameters, stability, days)).toBeCloseTo(retention, 9);
        },
      ),
    );
  });

  it('stays in range whatever is answered', () => {
    const reviews = fc.array(fc.tuple(fc.nat(4000), rating), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(reviews, (history) => {
        let memory: Memory | null = null;
        for (const [days, answer] of history) memory = nextMemory(parameters, memory, days, answer);
        expect(memory).not.toBeNull();
        expect(memory?.stability).toBeGreaterThanOrEqual(0.001);
        expect(memory?.stability).toBeLessThanOrEqual(36500);
        expect(memory?.difficulty).toBeGreaterThanOrEqual(1);
        expect(memory?.difficulty).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('remembers longer the better the answer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        (stability, difficulty, days) => {
          const after = ([1, 2, 3, 4] as const).map(
            (answer) => nextMemory(parameters, { stability, difficulty }, days, answer).stability,
          );
          expect(after).toEqual(after.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('brings numbers from outside into range', () => {
    expect(clampMemory(0, 0)).toEqual({ stability: 0.001, difficulty: 1 });
    expect(clampMemory(1e9, 99)).toEqual({ stability: 36500, difficulty: 10 });
  });

  it('refuses a desired retention that no interval can meet', () => {
    for (const retention of [0, 1, 1.2, -1, NaN]) {
      expect(() => intervalFor(parameters, 1, retention)).toThrow(
        'Desired retention must lie between 0 and 1',
      );
    }
  });
});
