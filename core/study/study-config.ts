import type { Settings } from '../settings/contract.ts';
import type { Clock } from '../store/clock.ts';
import type { StudyConfig } from './scheduler/answer-card.ts';
import { fsrsParameters } from './scheduler/fsrs-parameters.ts';
import { studyDay, utcOffsetMinutes } from './scheduler/study-day.ts';

/** The memory parameters in force: the defaults of FSRS-6 until a fit on the owner's own log is accepted. */
export const currentParameters = fsrsParameters();

export const studyConfig = (settings: Settings): StudyConfig => ({
  parameters: currentParameters,
  desiredRetention: settings['study.desiredRetention'],
  learningSteps: settings['study.learningSteps'],
  relearningSteps: settings['study.relearningSteps'],
  maximumIntervalDays: settings['study.maximumIntervalDays'],
  fuzz: settings['study.fuzz'],
});

export type LocalMoment = { at: number; utcOffsetMin: number; studyDay: number };

/** An instant as a fact about a person's day stores it. */
export const localMoment = (at: number, clock: Clock, settings: Settings): LocalMoment => {
  const utcOffsetMin = utcOffsetMinutes(at, clock.zone());
  return { at, utcOffsetMin, studyDay: studyDay(at, utcOffsetMin, settings['study.rolloverHour']) };
};
