import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

/**
 * Notes that the package has in a newer version. Only of the same note type: fields of another type would land in the
 * wrong places.
 */
const newerNotes = statement<Record<string, never>, { id: number; fields: string; modified_at: number }>(
  'merge.newerNotes',
  `SELECT m.id, s.fields, s.modified_at FROM staged.note_map m JOIN staged.notes s ON s.sid = m.sid
     JOIN notes n ON n.id = m.id JOIN staged.note_types st ON st.sid = s.note_type JOIN note_types t ON t.uid = st.uid
   WHERE m.state IN ('existing', 'restored') AND n.note_type_id = t.id AND s.fields <> n.fields
     AND s.modified_at > coalesce(n.source_modified_at, 0)`,
);

/** Brings notes up to date, each with its way back. Returns how many changed. */
export const updateNotes = (tx: WriteTransaction): number => {
  const rows = tx.all(newerNotes, {});
  for (const { id, fields, modified_at } of rows) {
    tx.updateRow('notes', { id }, { fields, source_modified_at: modified_at });
  }
  return rows.length;
};
