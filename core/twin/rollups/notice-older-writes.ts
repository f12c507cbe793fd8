import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { hourlyRollupsDerivation } from './hourly-rollups.ts';

const answersCounted = statement<Record<string, never>, { by_day: number; by_hour: number }>(
  'twin.answersCounted',
  `SELECT (SELECT coalesce(sum(answers), 0) FROM daily_rollups) AS by_day,
     (SELECT coalesce(sum(answers), 0) FROM hourly_rollups) AS by_hour`,
);

/**
 * A program from before the hours keeps the days alone, and a store from before them has none: both show in the sums.
 * Says whether the hours were counted anew.
 */
export const noticeOlderWrites = async (store: Store): Promise<boolean> => {
  const sums = store.get(answersCounted, {});
  if (sums === undefined || sums.by_day === sums.by_hour) return false;
  await store.write(
    'store.rebuild',
    (tx) => {
      hourlyRollupsDerivation.rebuild(tx);
      tx.changed(hourlyRollupsDerivation.name);
    },
    { noUndo: true },
  );
  return true;
};
