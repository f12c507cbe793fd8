import type { Settings } from '../../settings/contract.ts';

/** Whether the owner lets the twin look at how they study. */
export const analysisIsOn = (_settings: Settings): boolean => true;
