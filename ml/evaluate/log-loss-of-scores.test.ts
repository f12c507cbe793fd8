import { expect, it } from 'vitest';
import { sigmoid } from '../numeric/special.ts';
import { logLossOfScores } from './log-loss-of-scores.ts';
import { logLoss } from './log-loss.ts';

it('the loss of log-odds is that of their probabilities, and finite where those are 0 and 1', () => {
  const scores = [-3, -0.5, 0, 0.2, 4];
  const outcomes = [0, 1, 1, 0, 1];
  expect(logLossOfScores(scores, outcomes) / 5).toBeCloseTo(logLoss(outcomes, scores.map(sigmoid)), 12);
  expect(logLossOfScores([1000, -1000], [0, 0])).toBeCloseTo(1000, 9);
});
