import { expect, it } from 'vitest';
import { mean, variance } from '../numeric/sample.ts';
import { seededRandom } from '../random/random.ts';
import { checkLearnerTruth } from './check-truth.ts';
import { drawLearner } from './draw-learner.ts';
import { isNull } from './effects.ts';
import { fittedLearner } from './fitted-learner.ts';
import { drifting, powerForgetting } from './misspecified.ts';
import { simulateLearner } from './simulate-learner.ts';

const random = seededRandom(1);
const learners = Array.from({ length: 200 }, () => drawLearner(random.fork()));

it('draws learners that can be simulated, in every world', () => {
  for (const learner of learners) {
    expect(() => checkLearnerTruth(learner)).not.toThrow();
    expect(() => checkLearnerTruth(powerForgetting(random, learner))).not.toThrow();
    expect(() => checkLearnerTruth(drifting(random, learner))).not.toThrow();
    expect(isNull(learner.effects)).toBe(true);
    expect(isNull(drifting(random, learner).effects)).toBe(false);
  }
});

it('draws the same learner from the same seed, and a part stays as it is when overridden', () => {
  expect(drawLearner(seededRandom(3))).toEqual(drawLearner(seededRandom(3)));
  const { grading } = fittedLearner;
  const overridden = drawLearner(seededRandom(3), { grading });
  expect(overridden).toEqual({ ...drawLearner(seededRandom(3)), grading });
});

it('spreads them around the fitted one', () => {
  const { forgetting } = fittedLearner.memory;
  const weightOf = (index: number): number[] =>
    learners.map(({ memory }) =>
      memory.forgetting.kind === 'fsrs6' ? memory.forgetting.weights[index]! : 0,
    );
  const fitted = forgetting.kind === 'fsrs6' ? forgetting.weights : [];
  for (const index of [4, 8, 10, 11]) {
    const drawn = weightOf(index);
    const sd = Math.sqrt(variance(drawn));
    expect(sd).toBeGreaterThan(0);
    expect(Math.abs(mean(drawn) - fitted[index]!)).toBeLessThan(4 * (sd / Math.sqrt(drawn.length)));
  }
  const initial = weightOf(2).map((weight) => Math.log(weight / fitted[2]!));
  expect(Math.sqrt(variance(initial))).toBeGreaterThan(0.4);
});

it('their recall is that of people: none remembers all or next to nothing', () => {
  const recall = learners.slice(0, 16).map((learner, seed) => {
    const content = { lectures: 3, objectivesPerLecture: 8, cardsPerObjective: 10 };
    const { reviews } = simulateLearner(learner, { seed, firstDay: 20_000, days: 90, content }).facts;
    const later = Array.from(reviews.rating).filter((_, row) => reviews.phase[row] === 2);
    return mean(later.map((rating) => (rating > 1 ? 1 : 0)));
  });
  const ordered = recall.sort((a, b) => a - b);
  expect(ordered[0]).toBeGreaterThan(0.55);
  expect(ordered[8]).toBeGreaterThan(0.78);
  expect(ordered[8]).toBeLessThan(0.95);
  expect(ordered[15]).toBeLessThan(0.99);
});
