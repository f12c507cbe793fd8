import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { LearnerModel } from './analyse.ts';
import { profileRow, putProfile } from './profiles.ts';

export type Component = keyof LearnerModel;

/**
 * Keeps what an analysis found, in place of what the one before did.
 * @param allAnswers in the log when it began, practice included
 */
export const storeModel = (
  tx: WriteTransaction,
  clock: Clock,
  model: LearnerModel,
  allAnswers: number,
): void => {
  for (const [component, estimate] of Object.entries(model))
    putProfile(tx, clock, component, { allAnswers }, estimate);
};

/** What the last analysis stood on; undefined before the first. */
export const storedBasis = (reader: StoreReader): { studyDay: number; allAnswers: number } | undefined => {
  const row = profileRow(reader, 'history');
  if (row === undefined) return undefined;
  // Checked border: written above.
  const { allAnswers } = JSON.parse(row.basis) as { allAnswers: number };
  return { studyDay: row.study_day, allAnswers };
};

/** A component as the last analysis left it; undefined before the first. */
export const storedComponent = <C extends Component>(
  reader: StoreReader,
  component: C,
): { computedAt: number; estimate: LearnerModel[C] } | undefined => {
  const row = profileRow(reader, component);
  // Checked border: written by `storeModel`; who changes the shape of a component drops its rows in a migration.
  return row === undefined
    ? undefined
    : { computedAt: row.computed_at, estimate: JSON.parse(row.estimate) as LearnerModel[C] };
};
