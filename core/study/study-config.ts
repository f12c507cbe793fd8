import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { modelInForce } from './parameters/model-in-force.ts';
import type { StudyConfig } from './scheduler/answer-card.ts';

export const studyConfig = (reader: StoreReader, settings: Settings): StudyConfig => ({
  parameters: modelInForce(reader, settings),
  desiredRetention: settings['study.desiredRetention'],
  learningSteps: settings['study.learningSteps'],
  relearningSteps: settings['study.relearningSteps'],
  maximumIntervalDays: settings['study.maximumIntervalDays'],
  fuzz: settings['study.fuzz'],
});
