import type { Trees } from '../trees/trees.ts';

/** Boosted trees for outcomes 0 and 1: the log-odds of 1 are `base` plus what the trees give. */
export type Boost = {
  readonly base: number;
  readonly trees: Trees;
};
