import {
  FORMATS,
  type DriftTruth,
  type EffectsTruth,
  type FatigueTruth,
  type HourEffect,
  type OverloadTruth,
} from './truth.ts';

/** The planted effects as differences of recall probability (a truth in points divided by 100). */

/**
 * @param hour local time of day in hours, 0 to 24
 * @param shiftHours how much later than planted the rhythm runs
 */
export function hourEffect(effect: HourEffect, hour: number, shiftHours = 0): number {
  if (effect.shape === 'none' || effect.points === 0) return 0;
  const at = (((hour - shiftHours) % 24) + 24) % 24;
  if (effect.shape === 'cosine')
    return (effect.points / 100) * Math.cos((2 * Math.PI * (at - effect.peakHour)) / 24);
  const from = effect.shape === 'cell' ? effect.hour : effect.fromHour;
  const since = (((at - from) % 24) + 24) % 24;
  return since < (effect.shape === 'cell' ? 1 : 3) ? effect.points / 100 : 0;
}

/** @param minutes since the session began or the last break of five minutes ended */
export function fatigueEffect(fatigue: FatigueTruth, minutes: number): number {
  if (minutes <= fatigue.onsetMin || fatigue.points === 0) return 0;
  return -Math.min(2, (minutes - fatigue.onsetMin) / 20) * (fatigue.points / 100);
}

/** What an answer in an overload week loses; never −0, so that a file gives back the same bits. */
export function overloadEffect(overload: OverloadTruth, overloaded: boolean): number {
  return overloaded && overload.points !== 0 ? -overload.points / 100 : 0;
}

/** @param day study days since the first */
export function driftEffect(drift: DriftTruth, day: number): number {
  const wave = drift.wavePoints === 0 ? 0 : drift.wavePoints * Math.sin((2 * Math.PI * day) / drift.waveDays);
  return (wave + (drift.abilityPerMonth * day) / 30) / 100;
}

export function rhythmShiftHours(drift: DriftTruth, day: number): number {
  return (drift.rhythmHoursPerMonth * day) / 30;
}

/** @param format index into FORMATS */
export function formatEffect(effects: EffectsTruth, format: number): number {
  return (effects.format[format] ?? 0) / 100;
}

/** Whether nothing but memory moves recall. */
export function isNull(effects: EffectsTruth): boolean {
  const { hour, fatigue, overload, drift } = effects;
  return (
    (hour.shape === 'none' || hour.points === 0) &&
    fatigue.points === 0 &&
    (overload.points === 0 || overload.weeksPerYear === 0) &&
    FORMATS.every((_, format) => (effects.format[format] ?? 0) === 0) &&
    drift.abilityPerMonth === 0 &&
    drift.wavePoints === 0
  );
}
