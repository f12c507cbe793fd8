import type { KeyedDerivation } from '../store/derivations.ts';
import { statement } from '../store/statements.ts';
import { tagsOf } from './card-source.ts';
import { plainText } from './render/plain-text.ts';

const dropAll = statement(
  'library.dropNoteSearch',
  `INSERT INTO note_search (note_search) VALUES ('delete-all')`,
);
const dropOne = statement<{ note: number }>(
  'library.dropNoteSearchRow',
  'DELETE FROM note_search WHERE rowid = @note',
);
const putOne = statement<{ note: number; text: string; tags: string }>(
  'library.putNoteSearchRow',
  'INSERT INTO note_search (rowid, text, tags) VALUES (@note, @text, @tags)',
);
const noteFields = statement<{ note: number }, { fields: string; deleted_at: number | null }>(
  'library.noteFields',
  'SELECT fields, deleted_at FROM notes WHERE id = @note',
);
const allNotes = statement<Record<string, never>, { key: number }>(
  'library.allNotes',
  'SELECT id AS key FROM notes WHERE deleted_at IS NULL ORDER BY id',
);

const maxIndexedText = 100_000;

/** Full-text index over the plain text of the fields and the tags of every live note. */
export const noteSearchDerivation: KeyedDerivation = {
  name: 'note_search',
  sources: { notes: (_reader, note) => [note], note_tags: (_reader, note) => [note] },
  keys: allNotes,
  clear: (tx) => {
    tx.run(dropAll, {});
  },
  compute: (tx, notes) => {
    for (const note of notes) {
      const row = tx.get(noteFields, { note });
      tx.run(dropOne, { note });
      if (row === undefined || row.deleted_at !== null) continue;
      const fields = JSON.parse(row.fields) as string[];
      const text = fields.map((field) => plainText(field, maxIndexedText)).join(' \n ');
      tx.run(putOne, { note, text, tags: tagsOf(tx, note).join(' ') });
    }
  },
};

/**
 * Words as an FTS5 query: every word must occur, the last may be unfinished. Quotes make operators harmless;
 * null where nothing can be searched for.
 */
export const matchExpression = (text: string): string | null => {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return null;
  return words
    .slice(0, 32)
    .map((word) => `"${word}"*`)
    .join(' ');
};
