import type { WriteTransaction } from '../../store/write-transaction.ts';

/** Notes were changed here: a package that was changed before this does not take the place of what they say now. */
export const markEdited = (tx: WriteTransaction, notes: readonly number[]): void => {
  for (const id of notes) tx.updateRow('notes', { id }, { source_modified_at: tx.now });
};
