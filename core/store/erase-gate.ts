import { statement } from './statements.ts';
import type { WriteTransaction } from './write-transaction.ts';

const setGate = statement<{ open: 0 | 1 }>(
  'store.setEraseGate',
  'UPDATE erase_gate SET open = @open WHERE id = 1',
);

/**
 * Opens the logs for deletion while `work` runs, and closes them again: the one place where a row of a log may go. What
 * fails takes the whole transaction back, the gate with it.
 */
export const throughEraseGate = <T>(tx: WriteTransaction, work: () => T): T => {
  tx.run(setGate, { open: 1 });
  try {
    return work();
  } finally {
    tx.run(setGate, { open: 0 });
  }
};
