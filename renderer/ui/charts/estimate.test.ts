import { describe, expect, it } from 'vitest';
import { estimateCells, estimateRow, isClear, sayEstimate } from './estimate.ts';

const points = (value: number): string => `${Math.round(value * 100)} points`;
const known = { n: 1200, value: 0.03, low: 0.01, high: 0.05 };
const unknown = { n: 3, value: null };

describe('an estimate', () => {
  it('is never said without its interval and its n', () =>
    expect(sayEstimate('Monday 08:00', known, points)).toBe(
      'Monday 08:00: 3 points, 90% interval 1 points to 5 points, n = 1,200',
    ));

  it('says that it is none, and how little there is', () => {
    expect(sayEstimate('Monday 03:00', unknown, points)).toBe('Monday 03:00: not enough yet, n = 3');
    expect(estimateRow('a', unknown, points)).toEqual({
      label: 'a',
      value: 'not enough yet',
      others: ['', '', '3'],
    });
    expect(estimateCells('a', unknown)).toEqual(['a', '', '', '', '3']);
  });

  it('is rounded in the table and whole in the copy', () => {
    expect(estimateRow('a', known, points).others).toEqual(['1 points', '5 points', '1,200']);
    expect(estimateCells('a', known)).toEqual(['a', '0.03', '0.01', '0.05', '1200']);
  });

  it('has no n where nothing was counted', () => {
    const foretold = { value: 0.03, low: 0.01, high: 0.05 };
    expect(sayEstimate('a', foretold, points)).toBe('a: 3 points, 90% interval 1 points to 5 points');
    expect(estimateRow('a', foretold, points).others).toEqual(['1 points', '5 points']);
    expect(estimateCells('a', foretold)).toEqual(['a', '0.03', '0.01', '0.05']);
  });

  it.each([
    [{ n: 9, value: 1, low: 0.1, high: 2 }, true],
    [{ n: 9, value: -1, low: -2, high: -0.1 }, true],
    [{ n: 9, value: 1, low: -0.1, high: 2 }, false],
    [{ n: 9, value: 1, low: 0, high: 2 }, false],
    [unknown, false],
  ])('%o is clear: %s', (estimate, clear) => expect(isClear(estimate)).toBe(clear));
});
