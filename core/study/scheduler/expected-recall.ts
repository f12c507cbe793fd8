import { retrievability } from '#ml/memory/memory.ts';
import type { CardState } from './card-state.ts';
import type { MemoryModel } from './memory-model.ts';

/**
 * What memory gives a card just before it is answered, 0 to 1. Null without a memory, and on the day of its last answer:
 * there FSRS expects 1, and every slip in a step would count as forgetting.
 */
export function expectedRecall(
  model: MemoryModel,
  { stability, lastDay }: Pick<CardState, 'stability' | 'lastDay'>,
  studyDay: number,
): number | null {
  if (stability === null || lastDay === null || studyDay <= lastDay) return null;
  return retrievability(model, stability, studyDay - lastDay);
}
