import { describe, expect, it } from 'vitest';
import { fitKnowledge } from './fit-knowledge.ts';
import { predictKnowledge } from './predict-knowledge.ts';
import { drawAnswers } from './testing.ts';

const small = { boost: { trees: 3 }, forest: { trees: 2 } };

describe('a model of few learners', () => {
  // By chance none of two is held out, or both come to one part: some of these draws have each.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('is fitted, however they are drawn (%i)', (seed) => {
    const answers = drawAnswers({ learners: 2, rows: 60, items: 10, seed: 3 });
    const { model } = fitKnowledge(answers, { ...small, folds: 2, seed });
    for (const probability of predictKnowledge(model, answers)) {
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
  });

  it('needs two, and says so', () => {
    expect(() => fitKnowledge(drawAnswers({ learners: 1, rows: 60 }), small)).toThrow(
      expect.objectContaining({ name: 'DataError', problem: 'too_few', column: 'starts' }),
    );
  });
});
