import type { Clock } from '../store/clock.ts';
import { studyDay, utcOffsetMinutes } from '../store/study-day.ts';
import type { Settings } from './contract.ts';

export type LocalMoment = { at: number; utcOffsetMin: number; studyDay: number };

/** An instant as a fact about a person's day stores it. */
export const localMoment = (at: number, clock: Clock, settings: Settings): LocalMoment => {
  const utcOffsetMin = utcOffsetMinutes(at, clock.zone());
  return { at, utcOffsetMin, studyDay: studyDay(at, utcOffsetMin, settings['study.rolloverHour']) };
};
