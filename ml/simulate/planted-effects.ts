import { uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { FORMATS, NO_EFFECTS, type EffectsTruth, type HourEffect } from './truth.ts';

/** The sizes every claim is judged at, in points of recall. */
export const PLANTED_POINTS = [0, 3, 5, 8] as const;

export const HOUR_SHAPES = ['none', 'cosine', 'cell', 'window'] as const;

/**
 * Effects of one size with hours, onset and format drawn: a daily rhythm of the given shape, fatigue from a drawn
 * onset, overload weeks and one format better and one worse. Size 0 is a null learner, whatever the shape.
 * @param points of recall: amplitude of the rhythm, loss twenty minutes past the onset, loss in an overload week
 */
export function plantEffects(
  random: Random,
  points: number,
  shape: (typeof HOUR_SHAPES)[number] = 'cosine',
): EffectsTruth {
  const hour = uniformInteger(random, 9, 20);
  const onsetMin = uniformInteger(random, 20, 45);
  const better = uniformInteger(random, 0, FORMATS.length - 1);
  const worse = (better + uniformInteger(random, 1, FORMATS.length - 1)) % FORMATS.length;
  if (points === 0) return NO_EFFECTS;
  return {
    hour: hourOf(shape, points, hour),
    fatigue: { onsetMin, points, slowing: 0.3 },
    overload: { weeksPerYear: 5, points, newCardsFactor: 2, slowing: 0.15 },
    format: FORMATS.map((_, format) => (format === better ? points : format === worse ? -points : 0)),
    drift: NO_EFFECTS.drift,
  };
}

function hourOf(shape: (typeof HOUR_SHAPES)[number], points: number, hour: number): HourEffect {
  if (shape === 'cosine') return { shape, points, peakHour: hour };
  if (shape === 'cell') return { shape, points, hour };
  if (shape === 'window') return { shape, points, fromHour: hour };
  return { shape };
}
