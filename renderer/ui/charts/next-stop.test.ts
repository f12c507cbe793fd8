import { describe, expect, it } from 'vitest';
import { nextStop } from './next-stop.ts';

describe('nextStop', () => {
  it.each([
    ['ArrowRight', undefined, 0],
    ['ArrowLeft', undefined, 6],
    ['ArrowRight', 2, 3],
    ['ArrowRight', 6, 6],
    ['ArrowLeft', 2, 1],
    ['ArrowLeft', 0, 0],
    ['Home', 5, 0],
    ['End', undefined, 6],
    ['Tab', 3, undefined],
    ['ArrowDown', 3, undefined],
    ['ArrowUp', 3, undefined],
  ])('%s from %s of seven leads to %s', (key, at, to) => expect(nextStop(key, at, 7)).toBe(to));

  it.each([
    ['ArrowDown', 5, 29],
    ['ArrowUp', 29, 5],
    ['ArrowUp', 5, 5],
    ['ArrowDown', 30, 30],
    ['ArrowDown', undefined, 0],
    ['ArrowUp', undefined, 47],
    ['ArrowRight', 23, 24],
  ])('%s from %s of two rows of 24 leads to %s', (key, at, to) =>
    expect(nextStop(key, at, 48, { across: 1, down: 24 })).toBe(to),
  );

  it('leads nowhere where there is nothing', () => expect(nextStop('Home', undefined, 0)).toBeUndefined());
});
