import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { AnkiIds, ankiIdOf, stampOfUid } from './anki-ids.ts';

export type ExportedNoteType = {
  /** Local key. */
  key: number;
  uid: Uint8Array;
  id: number;
  name: string;
  kind: 'standard' | 'cloze';
  css: string;
  sortField: number;
  fields: string[];
  templates: { ordinal: number; name: string; questionFormat: string; answerFormat: string }[];
  modifiedAt: number;
};

type TypeRow = {
  id: number;
  uid: Uint8Array;
  name: string;
  kind: 'standard' | 'cloze';
  css: string;
  sort_field: number;
  source: string | null;
  source_id: string | null;
  updated_at: number;
};
const types = statement<Record<string, never>, TypeRow>(
  'export.noteTypes',
  `SELECT id, uid, name, kind, css, sort_field, source, source_id, updated_at FROM note_types
   WHERE deleted_at IS NULL ORDER BY uid`,
);
const fields = statement<Record<string, never>, { note_type_id: number; name: string }>(
  'export.noteFields',
  'SELECT note_type_id, name FROM note_fields ORDER BY note_type_id, ordinal',
);
const templates = statement<
  Record<string, never>,
  { note_type_id: number; ordinal: number; name: string; question_format: string; answer_format: string }
>(
  'export.cardTemplates',
  `SELECT note_type_id, ordinal, name, question_format, answer_format FROM card_templates
   ORDER BY note_type_id, ordinal`,
);

/** Two note types may have one name here; in Anki a name is there once. */
export const withUniqueNames = (types: readonly ExportedNoteType[]): ExportedNoteType[] => {
  const taken = new Set<string>();
  return types.map((type) => {
    let name = type.name;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${type.name} (${n})`;
    taken.add(name.toLowerCase());
    return { ...type, name };
  });
};

/**
 * Every note type with the number it has in a package: that of Anki where it came from there, else the moment it was
 * made. The numbers depend on the types alone, so that a package which comes back is understood (see recognise.ts).
 */
export const noteTypesOfLibrary = (reader: StoreReader): ExportedNoteType[] => {
  const rows = reader.all(types, {});
  const numberOf = (row: TypeRow): number | undefined => ankiIdOf(row.source, row.source_id, /^(\d+)$/);
  const ids = new AnkiIds();
  const byKey = new Map<number, ExportedNoteType>();
  // Numbers from Anki first: a type of our own gives way.
  for (const row of [...rows].sort(
    (a, b) => Number(numberOf(a) === undefined) - Number(numberOf(b) === undefined),
  )) {
    byKey.set(row.id, {
      key: row.id,
      uid: row.uid,
      id: ids.take(numberOf(row) ?? stampOfUid(row.uid)),
      name: row.name,
      kind: row.kind,
      css: row.css,
      sortField: row.sort_field,
      fields: [],
      templates: [],
      modifiedAt: row.updated_at,
    });
  }
  for (const row of reader.all(fields, {})) byKey.get(row.note_type_id)?.fields.push(row.name);
  for (const row of reader.all(templates, {})) {
    byKey.get(row.note_type_id)?.templates.push({
      ordinal: row.ordinal,
      name: row.name,
      questionFormat: row.question_format,
      answerFormat: row.answer_format,
    });
  }
  return [...byKey.values()];
};
