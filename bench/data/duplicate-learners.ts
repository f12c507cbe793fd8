import { firstAnswers } from '#ml/knowledge/item-pairs.ts';
import type { Answers } from '#ml/knowledge/answers.ts';

const LEAST_SHARED = 20;
const LEAST_CORRELATION = 0.8;

type First = { items: number[]; outcomes: number[] };

const firstOf = (answers: Answers): First[] => {
  const seen = new Set<number>();
  return Array.from({ length: answers.starts.length - 1 }, (_, learner) => {
    const rows = firstAnswers(answers, answers.starts[learner]!, answers.starts[learner + 1]!, seen);
    return {
      items: rows.map((row) => answers.items[row]!),
      outcomes: rows.map((row) => answers.outcomes[row]!),
    };
  });
};

/**
 * Learners of `test` who seem to be in `train` under another id: their first answers on 20 or more shared items
 * correlate by .8 or more (Pearson).
 */
export const duplicateLearners = (train: Answers, test: Answers, items: number): Uint8Array => {
  const known = firstOf(train);
  const byItem = new Int8Array(items);
  return Uint8Array.from(firstOf(test), (own) => {
    byItem.fill(-1);
    for (const [place, item] of own.items.entries()) byItem[item] = own.outcomes[place]!;
    return known.some((other) => {
      let [n, x, y, xy] = [0, 0, 0, 0];
      for (let place = 0; place < other.items.length; place += 1) {
        const mine = byItem[other.items[place]!]!;
        if (mine < 0) continue;
        const theirs = other.outcomes[place]!;
        n += 1;
        x += mine;
        y += theirs;
        xy += mine * theirs;
      }
      if (n < LEAST_SHARED) return false;
      // Outcomes are 0 and 1: their squares are themselves.
      const spread = Math.sqrt((x - (x * x) / n) * (y - (y * y) / n));
      return spread > 0 && (xy - (x * y) / n) / spread >= LEAST_CORRELATION;
    })
      ? 1
      : 0;
  });
};
