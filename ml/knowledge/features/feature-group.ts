import type { Answers } from '../answers.ts';
import type { Population } from '../population.ts';

/** What is known when an item is shown, besides what a group remembers of the rows before. */
export type Shown = {
  row: number;
  item: number;
  skill: number;
  /** Log-odds of the skill model for this row, and of its item and skill alone. */
  score: number;
  ease: number;
  population: Population;
};

/** What became of it: 1 right, 0 wrong, undefined where nothing was asked. */
export type Answered = Shown & { outcome: number | undefined; residual: number };

/**
 * Some features of the same kind. It goes through a learner's rows in order: `write` says what was known when a row was
 * shown, `learn` is told afterwards what became of it. Nothing else reaches a feature, so none can look ahead.
 */
export interface FeatureGroup {
  readonly names: readonly string[];
  begin(): void;
  /** Writes one number for each name from `at` on; NaN where it is not known. */
  write(shown: Shown, into: Float64Array, at: number): void;
  learn(answered: Answered): void;
}

export type GroupMaker = (answers: Answers, sizes: { items: number; skills: number }) => FeatureGroup;
