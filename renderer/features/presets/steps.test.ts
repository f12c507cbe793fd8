import { describe, expect, it } from 'vitest';
import { formatSteps, parseSteps } from './steps.ts';

describe('steps', () => {
  it.each([
    ['1 10', [1, 10]],
    [' 0.5, 10;1440 ', [0.5, 10, 1440]],
    ['', []],
    ['1m', undefined],
    ['0', undefined],
    ['14401', undefined],
    ['1 1 1 1 1 1 1 1 1 1 1', undefined],
  ])('reads %j as %j', (text, minutes) => {
    expect(parseSteps(text)).toEqual(minutes);
  });

  it('reads back what it writes', () => {
    expect(parseSteps(formatSteps([0.1, 10, 14_400]))).toEqual([0.1, 10, 14_400]);
  });
});
