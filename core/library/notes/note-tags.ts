import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const tagByName = statement<{ name: string }, { id: number }>(
  'notes.tagByName',
  'SELECT id FROM tags WHERE name = @name',
);
const tagsOfNote = statement<{ note: number }, { id: number; name: string }>(
  'notes.tagsOfNote',
  'SELECT t.id, t.name FROM note_tags nt JOIN tags t ON t.id = nt.tag_id WHERE nt.note_id = @note',
);
const tagsByPrefix = statement<{ like: string; limit: number }, { name: string }>(
  'notes.tagsByPrefix',
  // A tag that no note carries is a name of the past.
  `SELECT t.name FROM tags t WHERE t.name LIKE @like ESCAPE '\\'
     AND EXISTS (SELECT 1 FROM note_tags nt WHERE nt.tag_id = t.id) ORDER BY t.name COLLATE NOCASE LIMIT @limit`,
);

/** Tags that begin so; a part after `::` counts as a beginning. */
export const tagsBeginning = (reader: StoreReader, prefix: string, limit: number): string[] => {
  const escaped = prefix.normalize('NFC').replace(/[\\%_]/g, '\\$&');
  const found = reader.all(tagsByPrefix, { like: `${escaped}%`, limit });
  const nested = found.length >= limit ? [] : reader.all(tagsByPrefix, { like: `%::${escaped}%`, limit });
  return [...new Set([...found, ...nested].map(({ name }) => name))].slice(0, limit);
};

const tagId = (tx: WriteTransaction, name: string, uid: () => Uint8Array): number =>
  tx.get(tagByName, { name })?.id ?? tx.insertRow('tags', { uid: uid(), name });

/** Adds and takes away tags of one note; returns whether anything changed. Names differ by case, as they are stored. */
export const changeTags = (
  tx: WriteTransaction,
  note: number,
  change: { add: readonly string[]; remove: readonly string[] },
  uid: () => Uint8Array,
): boolean => {
  const present = new Map(tx.all(tagsOfNote, { note }).map((row) => [row.name, row.id]));
  let changed = false;
  for (const name of change.remove) {
    const tag = present.get(name);
    if (tag === undefined) continue;
    tx.deleteRow('note_tags', { note_id: note, tag_id: tag });
    changed = true;
  }
  for (const name of new Set(change.add.map((text) => text.normalize('NFC')))) {
    if (present.has(name)) continue;
    tx.insertRow('note_tags', { note_id: note, tag_id: tagId(tx, name, uid) }, ['note_id', 'tag_id']);
    changed = true;
  }
  return changed;
};

/** Makes the tags of a note exactly these. */
export const setTags = (
  tx: WriteTransaction,
  note: number,
  names: readonly string[],
  uid: () => Uint8Array,
): boolean => {
  const wanted = new Set(names.map((name) => name.normalize('NFC')));
  const remove = tx.all(tagsOfNote, { note }).flatMap(({ name }) => (wanted.has(name) ? [] : [name]));
  return changeTags(tx, note, { add: [...wanted], remove }, uid);
};
