import { describe, expect, it } from 'vitest';
import { divergingStep } from './diverging-step.ts';

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
