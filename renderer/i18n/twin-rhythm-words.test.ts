import { describe, expect, it } from 'vitest';
import { rhythm } from './en/twin-rhythm.ts';

describe('the usual first answer of a day', () => {
  it.each([
    [19.79, 'about 20:00'],
    [19.2, 'about 19:00'],
    [23.7, 'about 00:00'],
    [0.1, 'about 00:00'],
  ])('at %d is %s: the nearest hour, not the one before', (at, words) => {
    expect(rhythm.habits.startAt(at, 1.5)).toBe(`${words}, give or take 1.5 h`);
  });
});
