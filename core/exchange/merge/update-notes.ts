import { typeHasCard } from '../../library/type-has-card.ts';
import { statement } from '../../store/statements.ts';
import type { ImportOptions } from '../contract.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

type Newer = {
  id: number;
  state: 'existing' | 'restored';
  staged: number;
  note_type_id: number;
  changes_type: number;
  fields: string;
  modified_at: number;
};

/** A staged note `s` of type `st` says something else than the store's `n`: other fields, another type, or other tags. */
export const noteDiffers = `(s.fields <> n.fields
  OR st.uid <> (SELECT uid FROM note_types WHERE id = n.note_type_id)
  OR (SELECT group_concat(tag, ' ') FROM (SELECT tag FROM staged.note_tags WHERE note = s.sid ORDER BY tag))
    IS NOT (SELECT group_concat(name, ' ') FROM (SELECT g.name FROM note_tags nt JOIN tags g ON g.id = nt.tag_id
            WHERE nt.note_id = n.id ORDER BY g.name)))`;

/** The package's note was changed after ours was, there or here. */
export const noteIsNewer = `s.modified_at > coalesce(n.source_modified_at, 0)`;

const differingNotes = (name: string, condition: string) =>
  statement<Record<string, never>, Newer>(
    name,
    `SELECT m.id, m.state, s.sid AS staged, t.id AS note_type_id, t.id <> n.note_type_id AS changes_type, s.fields, s.modified_at
   FROM staged.note_map m JOIN staged.notes s ON s.sid = m.sid JOIN notes n ON n.id = m.id
     JOIN staged.note_types st ON st.sid = s.note_type JOIN note_types t ON t.uid = st.uid
   WHERE m.state IN ('existing', 'restored') AND s.ghost = 0 AND ${condition} AND ${noteDiffers}`,
  );
const toUpdate = {
  newer: differingNotes('merge.newerNotes', noteIsNewer),
  always: differingNotes('merge.differingNotes', '1'),
  // What was erased is a shell without content: whatever the owner keeps of theirs, there is nothing of it to keep.
  never: differingNotes(
    'merge.erasedNotes',
    `m.state = 'restored' AND n.fields = '[""]' AND n.source_modified_at IS NULL`,
  ),
} as const;
type Link = { note: number; staged: number };
const gainedTags = statement<Link, { tag_id: number }>(
  'merge.gainedTags',
  `SELECT t.id AS tag_id FROM staged.note_tags s JOIN tags t ON t.name = s.tag WHERE s.note = @staged
     AND NOT EXISTS (SELECT 1 FROM note_tags nt WHERE nt.note_id = @note AND nt.tag_id = t.id)`,
);
const lostTags = statement<Link, { tag_id: number }>(
  'merge.lostTags',
  `SELECT nt.tag_id FROM note_tags nt JOIN tags t ON t.id = nt.tag_id WHERE nt.note_id = @note
     AND NOT EXISTS (SELECT 1 FROM staged.note_tags s WHERE s.note = @staged AND s.tag = t.name)`,
);
const cardsWithoutTemplate = statement<{ note: number; type: number }, { id: number }>(
  'merge.cardsWithoutTemplate',
  `SELECT c.id FROM cards c JOIN note_types t ON t.id = @type
   WHERE c.note_id = @note AND c.deleted_at IS NULL AND NOT ${typeHasCard('t', 'c.ordinal')}`,
);

const updateTags = (tx: WriteTransaction, link: Link): void => {
  const key = ['note_id', 'tag_id'];
  for (const { tag_id } of tx.all(lostTags, link)) tx.deleteRow('note_tags', { note_id: link.note, tag_id });
  for (const { tag_id } of tx.all(gainedTags, link))
    tx.insertRow('note_tags', { note_id: link.note, tag_id }, key);
};

/**
 * Brings notes up to date, each with its way back. A note that got another type loses the cards that type cannot have;
 * their reviews are kept. Returns how many notes changed of those that were not in the trash.
 */
export const updateNotes = (tx: WriteTransaction, which: ImportOptions['notes']): number => {
  const rows = tx.all(toUpdate[which], {});
  for (const { id, staged, note_type_id, changes_type, fields, modified_at } of rows) {
    tx.updateRow('notes', { id }, { fields, note_type_id, source_modified_at: modified_at });
    updateTags(tx, { note: id, staged });
    if (changes_type === 0) continue;
    for (const card of tx.all(cardsWithoutTemplate, { note: id, type: note_type_id }))
      tx.deleteRow('cards', card);
  }
  return rows.filter(({ state }) => state === 'existing').length;
};
