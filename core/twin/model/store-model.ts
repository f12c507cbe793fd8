import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { LearnerModel } from './analyse.ts';

export type Component = keyof LearnerModel;

const put = statement<{ component: string; at: number; day: number; basis: string; estimate: string }>(
  'twin.putProfile',
  `INSERT INTO learning_profiles (component, computed_at, study_day, basis, estimate)
   VALUES (@component, @at, @day, @basis, @estimate)
   ON CONFLICT (component) DO UPDATE SET computed_at = excluded.computed_at, study_day = excluded.study_day,
     basis = excluded.basis, estimate = excluded.estimate`,
);
const profile = statement<
  { component: string },
  { computed_at: number; study_day: number; basis: string; estimate: string }
>(
  'twin.profile',
  'SELECT computed_at, study_day, basis, estimate FROM learning_profiles WHERE component = @component',
);

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
  const { studyDay } = localMoment(tx.now, clock, readSettings(tx));
  const basis = JSON.stringify({ allAnswers });
  for (const [component, estimate] of Object.entries(model))
    tx.run(put, { component, at: tx.now, day: studyDay, basis, estimate: JSON.stringify(estimate) });
  tx.changed('learning_profiles');
};

/** What the last analysis stood on; undefined before the first. */
export const storedBasis = (reader: StoreReader): { studyDay: number; allAnswers: number } | undefined => {
  const row = reader.get(profile, { component: 'history' });
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
  const row = reader.get(profile, { component });
  // Checked border: written by `storeModel` of this program; an analysis of another version is made anew at the next start.
  return row === undefined
    ? undefined
    : { computedAt: row.computed_at, estimate: JSON.parse(row.estimate) as LearnerModel[C] };
};
