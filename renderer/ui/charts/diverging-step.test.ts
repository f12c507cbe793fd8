import { describe, expect, it } from 'vitest';
import { divergingStep, isMarked } from './diverging-step.ts';

describe('divergingStep', () => {
  it.each([
    [0, 0],
    [0.9, 0],
    [-0.9, 0],
    [1.1, 1],
    [-1.1, -1],
    [7, 3],
    [-70, -3],
    [4, 2],
  ])('%s of seven is step %s', (value, step) => expect(divergingStep(value, 7)).toBe(step));

  it('has no colour for anything where there is no scale', () => expect(divergingStep(3, 0)).toBe(0));
});

describe('isMarked', () => {
  it.each([
    ['clear and large', { n: 90, value: 0.04, low: 0.01, high: 0.07 }, true],
    ['clear and next to nothing', { n: 90_000, value: 0.003, low: 0.001, high: 0.005 }, false],
    ['large and not clear', { n: 40, value: 0.06, low: -0.02, high: 0.14 }, false],
    ['not known', { n: 3, value: null }, false],
  ])('%s', (_, estimate, marked) => expect(isMarked(estimate, 0.1)).toBe(marked));
});
