import { expect, it } from 'vitest';
import { mean } from '../numeric/sample.ts';
import { seededRandom } from '../random/random.ts';
import { drawContent } from './content.ts';
import { fittedLearner } from './fitted-learner.ts';
import { simulateLearner } from './simulate-learner.ts';

const truth = {
  ...fittedLearner.content,
  firstEasier: 0,
  struggleShare: 0.15,
  struggleDepth: -2.5,
  prerequisiteChance: 0.6,
  prerequisiteWeight: 0.5,
};
const plan = { lectures: 40, objectivesPerLecture: 10, cardsPerObjective: 5 };

it('weakness runs down the chain of prerequisites, strength does not', () => {
  const weighted = drawContent(seededRandom(1), truth, 0.5, plan);
  const alone = drawContent(seededRandom(1), { ...truth, prerequisiteWeight: 0 }, 0.5, plan);
  let inherited = 0;
  weighted.objectives.forEach(({ prerequisites }, objective) => {
    const difference = weighted.objectiveFactor[objective]! - alone.objectiveFactor[objective]!;
    const weakness = prerequisites.map((needed) =>
      Math.min(0, weighted.objectiveFactor[needed]! + truth.objectiveSpread),
    );
    const expected = prerequisites.length === 0 ? 0 : truth.prerequisiteWeight * mean(weakness);
    expect(difference).toBeCloseTo(expected, 9);
    if (difference < -0.1) inherited += 1;
  });
  expect(inherited).toBeGreaterThan(20);
});

it('prerequisites lie before, in the lecture or at the end of the one before', () => {
  const { objectives } = drawContent(seededRandom(2), truth, 0.5, plan);
  objectives.forEach(({ lecture, prerequisites }, objective) => {
    for (const needed of prerequisites) {
      expect(needed).toBeLessThan(objective);
      expect(needed).toBeGreaterThanOrEqual(lecture * plan.objectivesPerLecture - 1);
    }
  });
});

it('a planted struggle is recalled worse', () => {
  const learner = { ...fittedLearner, content: truth };
  const { facts, truth: known } = simulateLearner(learner, {
    seed: 1,
    firstDay: 20_000,
    days: 60,
    content: { ...plan, lectures: 12 },
  });
  const recall: [number[], number[]] = [[], []];
  facts.reviews.card.forEach((card, row) => {
    if (facts.reviews.phase[row] === 2)
      recall[known!.planted[facts.cards.objective[card]!] as 0 | 1].push(known!.reviews.recall[row]!);
  });
  expect(mean(recall[1])).toBeLessThan(mean(recall[0]) - 0.1);
});
