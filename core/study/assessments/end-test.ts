import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { testOf } from './stored-test.ts';

/** Ends a test. Ending it again changes nothing: how it ended first stays. */
export const endTest = async (
  store: Store,
  uid: string,
  outcome: 'finished' | 'abandoned',
): Promise<Outcome<Record<string, never>>> => {
  const { changes } = await store.write(
    outcome === 'finished' ? 'assessments.finish' : 'assessments.abandon',
    (tx) => {
      const { row, endsAt } = testOf(tx, uid);
      if (row.ended_at !== null) return;
      const now = Math.max(row.started_at, tx.now);
      tx.updateRow(
        'assessments',
        { id: row.id },
        { outcome, ended_at: endsAt === null ? now : Math.min(now, endsAt) },
      );
    },
    { noUndo: true },
  );
  return { output: {}, changes };
};
