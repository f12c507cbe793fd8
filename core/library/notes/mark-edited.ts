import { statement } from '../../store/statements.ts';
import type { Undoer } from '../../store/undo.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const setEdited = statement<{ notes: string; now: number }>(
  'notes.setEdited',
  `UPDATE notes SET source_modified_at = @now, updated_at = @now WHERE id IN (SELECT value FROM json_each(@notes))`,
);

const stamp = (tx: WriteTransaction, notes: string): void => {
  tx.run(setEdited, { notes, now: tx.now });
  tx.changed('notes');
};

/**
 * Notes were changed here: a package that was changed before this does not take the place of what they say now. Taking the
 * change back, or making it again, is one more change of now: what was exported in between must not bring back what the
 * owner took back, and what is exported after it must win over that.
 */
export const markEdited = (tx: WriteTransaction, notes: readonly number[]): void => {
  if (notes.length === 0) return;
  const ids = JSON.stringify(notes);
  stamp(tx, ids);
  tx.steps.push({ kind: 'bulk', name: 'notes.edited', data: { notes: ids } });
};

const again: Undoer['undo'] = (tx, data) => stamp(tx, String(data['notes']));
export const editedUndoer: Undoer = { undo: again, redo: again };
