import { describe, expect, it } from 'vitest';
import {
  byTitle,
  formatAboutMinutes,
  formatBytes,
  formatInterval,
  formatLongStudyDay,
  formatMinutes,
  formatScore,
  formatStudyDay,
  formatSure,
  formatWeekday,
  plural,
} from './format.ts';

describe('formats', () => {
  it.each([
    [0, '0 min'],
    [20_000, 'under 1 min'],
    [17 * 60_000, '17 min'],
    [3_600_000, '1 h'],
    [65 * 60_000, '1 h 5 min'],
    [3_599_000, '1 h'],
  ])('%i ms is %s', (ms, text) => expect(formatMinutes(ms)).toBe(text));

  it.each([
    [0, 'under 1 min'],
    [20_000, 'under 1 min'],
    [60_000, 'about 1 min'],
    [65 * 60_000, 'about 1 h 5 min'],
  ])('%i ms as an estimate is %s', (ms, text) => expect(formatAboutMinutes(ms)).toBe(text));

  it.each([
    [30, '30 seconds'],
    [600, '10 min'],
    [3600, '1 hour'],
    [86_400, '1 day'],
    [11 * 86_400, '11 days'],
    [91 * 86_400, '3 months'],
    [800 * 86_400, '2.2 years'],
  ])('an interval of %i s is %s', (seconds, text) => expect(formatInterval(seconds)).toBe(text));

  it('names a study day without looking at the zone of the machine', () => {
    expect(formatStudyDay(20_780)).toBe('23 Nov 2026');
    expect(formatWeekday(20_780)).toBe('Mon');
    expect(formatLongStudyDay(20_780)).toBe('Monday, 23 November');
  });

  it('puts titles in the order people look for them in', () => {
    const titles = ['Year 10', 'Übungen', 'Year 2'].map((title) => ({ title }));
    expect(titles.toSorted(byTitle).map(({ title }) => title)).toEqual(['Übungen', 'Year 2', 'Year 10']);
  });

  it('counts and measures', () => {
    expect(plural(1, 'card', 'cards')).toBe('1 card');
    expect(plural(1200, 'card', 'cards')).toBe('1,200 cards');
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(12_400_000)).toBe('12.4 MB');
  });

  it.each([
    [0.72, '72%'],
    [0.99, '99%'],
    [0.9961, 'over 99%'],
    [1, 'over 99%'],
  ])('an estimate that is sure by %f says %s', (share, text) => expect(formatSure(share)).toBe(text));
});

describe('a score', () => {
  it.each([
    [39.7, '39'],
    [40, '40'],
    [59.999, '59'],
    [0.4, '0'],
    [100, '100'],
  ])('of %d is told as %s: never as one of the level above its own', (score, text) =>
    expect(formatScore(score)).toBe(text),
  );
});
