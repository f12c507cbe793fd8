import { shuffle } from '#ml/random/distributions.ts';
import type { Random } from '#ml/random/random.ts';

/**
 * How many questions each objective gets. With fewer questions than objectives, as many objectives as fit, at random,
 * get one. Otherwise each gets one, and every further question goes to the objective with the most cards for a question
 * more (D'Hondt), never more than it has cards.
 * @param sizes cards of each objective
 */
export const allocateQuestions = (sizes: readonly number[], questions: number, random: Random): number[] => {
  const given = sizes.map(() => 0);
  const filled = shuffle(
    random,
    sizes.flatMap((size, index) => (size > 0 ? [index] : [])),
  );
  for (const index of filled.slice(0, questions)) given[index] = 1;
  for (let left = questions - filled.length; left > 0; left -= 1) {
    let best = -1;
    let bestShare = 0;
    for (const index of filled) {
      const size = sizes[index] ?? 0;
      const count = given[index] ?? 0;
      const share = count < size ? size / (count + 1) : 0;
      if (share > bestShare) [best, bestShare] = [index, share];
    }
    if (best === -1) break;
    given[best] = (given[best] ?? 0) + 1;
  }
  return given;
};
