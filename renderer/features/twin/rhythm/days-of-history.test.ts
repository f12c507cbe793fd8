import { expect, it } from 'vitest';
import { daysOfHistory, daysOfPeriod } from './days-of-history.ts';

it('a history of two study days a week apart is eight days long', () => {
  expect(daysOfHistory({ firstDay: 20_000, lastDay: 20_007 })).toBe(8);
  expect(daysOfHistory({ firstDay: 20_000, lastDay: 20_000 })).toBe(1);
  expect(daysOfHistory({ firstDay: null, lastDay: null })).toBe(0);
  expect(daysOfHistory(undefined)).toBe(0);
});

it('a year begins with its first day, or with the first answer where that came later', () => {
  expect(daysOfPeriod({ from: 20_000, firstDay: 19_000 }, 20_364)).toBe(365);
  expect(daysOfPeriod({ from: 20_000, firstDay: 20_184 }, 20_364)).toBe(181);
  expect(daysOfPeriod({ from: 20_000, firstDay: 20_364 }, 20_364)).toBe(1);
  expect(daysOfPeriod({ from: 20_000, firstDay: null }, 20_364)).toBe(365);
});
