import { typeHasCard } from '../../library/type-has-card.ts';
import { statement, type StatementDef } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

type Restorable =
  | 'course_presets'
  | 'courses'
  | 'lectures'
  | 'learning_objectives'
  | 'note_types'
  | 'notes'
  | 'cards'
  | 'media';
type Found = { id: number };

/** A card `x` that its note's type has: one that a change of type put away stays away while that type is in force. */
export const hasTemplate = `EXISTS (SELECT 1 FROM notes tn JOIN note_types tt ON tt.id = tn.note_type_id
  WHERE tn.id = x.note_id AND ${typeHasCard('tt', 'x.ordinal')})`;

/** A merge step that brings rows back from the trash, each with its exact way back there. */
export type RestoreStep = {
  readonly restores: Restorable;
  readonly rows: StatementDef<Record<string, never>, Found>;
};

/** Rows of the staged table that lie in the store's trash. Ghosts were never out of it and stay. */
export const restoring = (table: Restorable, staged: string): RestoreStep => ({
  restores: table,
  rows: statement<Record<string, never>, Found>(
    `merge.trashed.${table}`,
    table === 'media'
      ? `SELECT id FROM media WHERE deleted_at IS NOT NULL AND name IN (SELECT stored_name FROM staged.media)`
      : `SELECT x.id FROM ${table} x WHERE x.deleted_at <> x.created_at AND x.uid IN (SELECT uid FROM staged.${staged})
         ${table === 'cards' ? `AND ${hasTemplate}` : ''}`,
  ),
});

export const restoreRows = (tx: WriteTransaction, step: RestoreStep, batch: number): number => {
  const rows = tx.all(step.rows, {});
  for (const { id } of rows) tx.updateRow(step.restores, { id }, { deleted_at: null, batch_id: batch });
  return rows.length;
};

const ghostsOfUndoneImports = statement<Record<string, never>, Found>(
  'merge.ghostsOfUndoneImports',
  `SELECT c.id FROM staged.cards s JOIN cards c ON c.uid = s.uid JOIN batches b ON b.id = c.batch_id
   WHERE s.ghost = 1 AND b.undone_at IS NOT NULL`,
);

/** The history of deleted cards counts again when it is imported again. Returns how many cards that are. */
export const adoptGhosts = (tx: WriteTransaction, batch: number): number => {
  const rows = tx.all(ghostsOfUndoneImports, {});
  for (const { id } of rows) tx.updateRow('cards', { id }, { batch_id: batch });
  return rows.length;
};
