import type { Settings } from '../settings/contract.ts';
import type { StudyConfig } from './scheduler/answer-card.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';

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
