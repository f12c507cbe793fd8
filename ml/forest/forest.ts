import type { Trees } from '../trees/trees.ts';

/**
 * A random forest (Breiman 2001). Its trees give the share of each class among the training rows of a leaf, or the mean
 * of their targets; the forest gives the mean over its trees.
 */
export type Forest = {
  readonly kind: 'classification' | 'regression';
  /** Classes 0 … classes − 1; 0 for regression. With two, trees give one number: the share of class 1. */
  readonly classes: number;
  readonly trees: Trees;
};

/** What is known of each training row from the trees that did not see it. */
export type OutOfBag = {
  /** rows × outputs, row after row; NaN where every tree saw the row. */
  readonly predictions: Float64Array;
  /** How many trees did not see a row. */
  readonly counts: Uint16Array;
};
