/** A logistic regression: the log-odds of 1 are `intercept` + Σ weight × value (+ an offset of the row). */
export type Logistic = {
  readonly intercept: number;
  readonly weights: Float64Array;
};
