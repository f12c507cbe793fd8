import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { dayCounts } from './daily-rollups.ts';
import type { Limits } from './study-queue.ts';

/** What the day's limits leave, after what was answered today. */
export const limitsLeft = (reader: StoreReader, settings: Settings, today: number): Limits => {
  const day = dayCounts(reader, today);
  return {
    newLeft: Math.max(0, settings['study.newPerDay'] - day.introduced),
    reviewsLeft: Math.max(0, settings['study.reviewsPerDay'] - day.review_answers),
  };
};
