/** A logistic regression: the log-odds of 1 are `intercept` + Σ weight × value (+ an offset of the row). */
export type Logistic = {
  readonly intercept: number;
  readonly weights: Float64Array;
};

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
