import { applyBeta } from '../calibrate/beta.ts';
import { sigmoid } from '../numeric/special.ts';
import { logisticScores } from '../logistic/train-logistic.ts';
import { checkAnswers, type Answers } from './answers.ts';
import { baseScores, featuresFor, type KnowledgeModel } from './fit-knowledge.ts';

/**
 * The probability of a right answer for every row, from the rows of its learner before it.
 * @returns one number a row, also for rows that ask nothing
 * @throws DataError of `checkAnswers`
 */
export function predictKnowledge(model: KnowledgeModel, answers: Answers): Float64Array {
  checkAnswers(answers);
  const { columns } = featuresFor(model, answers);
  const scores = logisticScores(model.stack, baseScores(model.base, columns));
  return applyBeta(model.calibration, scores.map(sigmoid));
}
