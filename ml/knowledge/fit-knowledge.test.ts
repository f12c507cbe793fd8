import { describe, expect, it } from 'vitest';
import { auc } from '../evaluate/auc.ts';
import { logLoss } from '../evaluate/log-loss.ts';
import { answersOf, askedRows } from './answers.ts';
import { fitKnowledge } from './fit-knowledge.ts';
import { predictKnowledge } from './predict-knowledge.ts';
import { drawAnswers } from './testing.ts';

const all = drawAnswers({ learners: 200, rows: 60, seed: 2 });
const part = (from: number, to: number) =>
  answersOf(
    all,
    Array.from({ length: to - from }, (_, place) => from + place),
  );
const [train, test] = [part(0, 150), part(150, 200)];
const options = { boost: { trees: 60, learningRate: 0.1 }, forest: { trees: 20 } };

describe('a model of knowledge', () => {
  const { model, choices } = fitKnowledge(train, options);
  const said = predictKnowledge(model, test);
  const rows = askedRows(test);
  const outcomes = Array.from(rows, (row) => test.outcomes[row]!);
  const asked = Array.from(rows, (row) => said[row]!);

  it('predicts learners it has not seen better than a rate does', () => {
    const rate = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
    expect(auc(outcomes, asked)).toBeGreaterThan(0.7);
    expect(logLoss(outcomes, asked)).toBeLessThan(
      logLoss(
        outcomes,
        outcomes.map(() => rate),
      ) - 0.05,
    );
  });

  it('says how it chose, on learners it held out', () => {
    expect(choices.boostTrees).toBeGreaterThan(5);
    expect(choices.boostTrees).toBeLessThanOrEqual(60);
    expect(Math.min(...choices.stack)).toBeGreaterThanOrEqual(0);
    const { stack, ...parts } = choices.heldOutLoss;
    expect(stack).toBeLessThanOrEqual(Math.min(...Object.values(parts)) + 1e-3);
  });

  it('does not look ahead: what comes later changes nothing said before', () => {
    const cut = { ...test, outcomes: test.outcomes.slice() };
    for (let learner = 0; learner < 50; learner += 1)
      for (let row = test.starts[learner]! + 30; row < test.starts[learner + 1]!; row += 1)
        cut.outcomes[row] = 1;
    const changed = predictKnowledge(model, cut);
    for (let learner = 0; learner < 50; learner += 1) {
      const from = test.starts[learner]!;
      expect(changed.subarray(from, from + 31)).toEqual(said.subarray(from, from + 31));
    }
    expect(changed).not.toEqual(said);
  });

  it('knows nothing of items and skills it has not met, and says so calmly', () => {
    const strange = {
      ...test,
      items: test.items.map((item) => item + 10_000),
      skills: test.skills.map(() => 999),
    };
    for (const p of predictKnowledge(model, strange)) expect(p > 0.01 && p < 0.99).toBe(true);
  });

  it('stops when it is told to', () => {
    const stop = (): void => {
      throw new Error('enough');
    };
    expect(() => fitKnowledge(train, options, { throwIfCancelled: stop })).toThrow('enough');
  });

  it.each([
    { change: { starts: Int32Array.of(0, 5) }, problem: 'length' },
    { change: { outcomes: test.outcomes.map(() => 7) }, problem: 'out_of_range' },
    { change: { skills: test.skills.subarray(1) }, problem: 'length' },
  ])('refuses answers: $problem', ({ change, problem }) => {
    expect(() => predictKnowledge(model, { ...test, ...change })).toThrow(
      expect.objectContaining({ name: 'DataError', problem }),
    );
  });
});
