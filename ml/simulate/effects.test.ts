import { describe, expect, it } from 'vitest';
import {
  driftEffect,
  fatigueEffect,
  hourEffect,
  isNull,
  overloadEffect,
  rhythmShiftHours,
} from './effects.ts';
import { seededRandom } from '../random/random.ts';
import { HOUR_SHAPES, PLANTED_POINTS, plantEffects } from './planted-effects.ts';
import { NO_EFFECTS } from './truth.ts';

describe('the effect of the hour', () => {
  it('is a cosine that gives and takes the same over a day', () => {
    const effect = { shape: 'cosine', points: 5, peakHour: 14 } as const;
    expect(hourEffect(effect, 14)).toBeCloseTo(0.05, 12);
    expect(hourEffect(effect, 2)).toBeCloseTo(-0.05, 12);
    expect(hourEffect(effect, 8)).toBeCloseTo(0, 12);
    const day = Array.from({ length: 24 }, (_, hour) => hourEffect(effect, hour));
    expect(day.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });

  it('is one hour of the day, or three, also across midnight', () => {
    const hours = (effect: Parameters<typeof hourEffect>[0]): number[] =>
      Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hourEffect(effect, hour + 0.5) !== 0);
    expect(hours({ shape: 'cell', points: 5, hour: 9 })).toEqual([9]);
    expect(hours({ shape: 'window', points: -3, fromHour: 23 })).toEqual([0, 1, 23]);
    expect(hours({ shape: 'none' })).toEqual([]);
    expect(hourEffect({ shape: 'cell', points: 5, hour: 9 }, 9)).toBe(0.05);
    expect(hourEffect({ shape: 'cell', points: 5, hour: 9 }, 10)).toBe(0);
  });

  it('of no points is exactly 0, so that a file gives it back', () => {
    expect(Object.is(hourEffect({ shape: 'cosine', points: 0, peakHour: 14 }, 2), 0)).toBe(true);
  });

  it('moves later with a drifting rhythm', () => {
    const drift = { ...NO_EFFECTS.drift, rhythmHoursPerMonth: 2 };
    const effect = { shape: 'cosine', points: 5, peakHour: 23 } as const;
    expect(hourEffect(effect, 1, rhythmShiftHours(drift, 30))).toBeCloseTo(0.05, 12);
  });
});

it('fatigue is nothing until its onset, then falls in a straight line to twice its points', () => {
  const fatigue = { onsetMin: 30, points: 5, slowing: 0 };
  expect([0, 29, 30].map((minutes) => fatigueEffect(fatigue, minutes))).toEqual([0, 0, 0]);
  expect(fatigueEffect(fatigue, 40)).toBeCloseTo(-0.025, 12);
  expect(fatigueEffect(fatigue, 50)).toBeCloseTo(-0.05, 12);
  expect(fatigueEffect(fatigue, 300)).toBeCloseTo(-0.1, 12);
});

it('overload takes its points in its weeks only', () => {
  const overload = { weeksPerYear: 5, points: 8, newCardsFactor: 2, slowing: 0 };
  expect(overloadEffect(overload, true)).toBe(-0.08);
  expect(overloadEffect(overload, false)).toBe(0);
  expect(Object.is(overloadEffect({ ...overload, points: 0 }, true), 0)).toBe(true);
});

it('ability drifts by the month and in a wave', () => {
  expect(driftEffect({ ...NO_EFFECTS.drift, abilityPerMonth: -2 }, 60)).toBeCloseTo(-0.04, 12);
  expect(driftEffect({ ...NO_EFFECTS.drift, wavePoints: 3, waveDays: 120 }, 30)).toBeCloseTo(0.03, 12);
});

it('a planted size of 0 is a null learner, any other is none', () => {
  for (const points of PLANTED_POINTS)
    for (const shape of HOUR_SHAPES)
      expect(isNull(plantEffects(seededRandom(1), points, shape))).toBe(points === 0);
  expect(isNull(NO_EFFECTS)).toBe(true);
});
