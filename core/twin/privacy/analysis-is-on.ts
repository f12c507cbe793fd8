import type { Settings } from '../../settings/contract.ts';

/** Whether the owner lets the twin look at how they study. */
export const analysisIsOn = (settings: Settings): boolean => settings['privacy.behavioralAnalysis'];
