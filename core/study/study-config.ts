import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { modelInForce } from './parameters/model-in-force.ts';
import type { EffectiveValues } from './presets/contract.ts';
import type { StudyConfig } from './scheduler/answer-card.ts';

/** How a card is scheduled: by the parameters in force and what its lecture's preset, or the settings, say. */
export const studyConfig = (
  reader: StoreReader,
  settings: Settings,
  values: EffectiveValues,
): StudyConfig => ({
  parameters: modelInForce(reader, settings),
  desiredRetention: values.desiredRetention,
  learningSteps: values.learningSteps,
  relearningSteps: values.relearningSteps,
  maximumIntervalDays: values.maximumIntervalDays,
  fuzz: settings['study.fuzz'],
});
