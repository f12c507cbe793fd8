/**
 * Sum of the logistic loss over rows, from log-odds, without overflow: log(1 + eˢ) − y s.
 * @param scores log-odds of 1, n rows
 * @param outcomes 0 or 1, n rows
 */
export function logLossOfScores(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < scores.length; row += 1) {
    const score = outcomes[row] === 1 ? -scores[row]! : scores[row]!;
    sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
  }
  return sum;
}
