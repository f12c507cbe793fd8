import { expect, it } from 'vitest';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import { nextMemory, retrievability } from '../memory/memory.ts';
import { seededRandom } from '../random/random.ts';
import { fittedLearner } from './fitted-learner.ts';
import { baselineRecall, memoryWorld, rememberAnswer } from './memory-world.ts';
import { powerForgetting } from './misspecified.ts';

const { memory } = fittedLearner;
const weights = memory.forgetting.kind === 'fsrs6' ? memory.forgetting.weights : [];

it('forgets as FSRS-6 says, with the stability of each card times its factor', () => {
  const world = memoryWorld(memory, Float64Array.of(0, 0.7));
  const parameters = fsrsParameters(weights);
  const first = nextMemory(parameters, null, 0, 3);
  const second = nextMemory(parameters, first, 4, 1);
  for (const [card, factor] of [1, Math.exp(0.7)].entries()) {
    rememberAnswer(world, card, 100, 3);
    expect(baselineRecall(world, card, 104)).toBeCloseTo(
      retrievability(parameters, first.stability * factor, 4),
      12,
    );
    rememberAnswer(world, card, 104, 1);
    expect(baselineRecall(world, card, 110)).toBeCloseTo(
      retrievability(parameters, second.stability * factor, 6),
      12,
    );
  }
});

it('knows new cards and cards in steps by chances of their own, better where the card is easier', () => {
  const world = memoryWorld(memory, Float64Array.of(-1, 0, 1));
  const atFirst = [0, 1, 2].map((card) => baselineRecall(world, card, 100));
  expect(atFirst[1]).toBeCloseTo(memory.knownAtFirst, 12);
  expect(atFirst).toEqual([...atFirst].sort((a, b) => a - b));
  rememberAnswer(world, 1, 100, 1);
  expect(baselineRecall(world, 1, 100)).toBeCloseTo(memory.sameDayAfterAgain, 12);
  rememberAnswer(world, 1, 100, 3);
  expect(baselineRecall(world, 1, 100)).toBeCloseTo(memory.sameDayAfterPass, 12);
});

it('the power law forgets with time, keeps more after a success, most after a late one, and less after a failure', () => {
  const truth = powerForgetting(seededRandom(1), fittedLearner).memory;
  const world = memoryWorld(truth, new Float64Array(4));
  for (const card of [0, 1, 2, 3]) rememberAnswer(world, card, 0, 3);
  const recall = [1, 3, 10, 40, 200].map((day) => baselineRecall(world, 0, day));
  expect(recall).toEqual([...recall].sort((a, b) => b - a));
  expect(recall[0]).toBeLessThan(0.98);
  rememberAnswer(world, 1, 5, 3);
  rememberAnswer(world, 2, 30, 3);
  rememberAnswer(world, 3, 5, 1);
  const early = baselineRecall(world, 1, 5 + 20);
  const late = baselineRecall(world, 2, 30 + 20);
  const lapsed = baselineRecall(world, 3, 5 + 20);
  expect(late).toBeGreaterThan(early);
  expect(early).toBeGreaterThan(baselineRecall(world, 0, 20));
  expect(lapsed).toBeLessThan(baselineRecall(world, 0, 20));
});

it('the power law is of another form: no FSRS forgetting curve passes through it', () => {
  const world = memoryWorld(powerForgetting(seededRandom(1), fittedLearner).memory, new Float64Array(1));
  rememberAnswer(world, 0, 0, 3);
  // FSRS-6 says 1 on the day itself and falls from there; the power law starts below its degree of learning.
  expect(baselineRecall(world, 0, 1)).toBeLessThan(0.98 * 0.98);
});
