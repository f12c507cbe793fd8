import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

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

/** Keeps a component of the learner model in place of what it was; `basis`: what it was computed from. */
export const putProfile = (
  tx: WriteTransaction,
  clock: Clock,
  component: string,
  basis: object,
  estimate: unknown,
): void => {
  const { studyDay } = localMoment(tx.now, clock, readSettings(tx));
  tx.run(put, {
    component,
    at: tx.now,
    day: studyDay,
    basis: JSON.stringify(basis),
    estimate: JSON.stringify(estimate),
  });
  tx.changed('learning_profiles');
};

/** A component as it was kept last; basis and estimate as text, for who knows their shape. */
export const profileRow = (
  reader: StoreReader,
  component: string,
): { computed_at: number; study_day: number; basis: string; estimate: string } | undefined =>
  reader.get(profile, { component });
