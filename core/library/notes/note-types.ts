import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { builtInTypes, type BuiltInType } from './built-in-types.ts';

/** A note type with its local key; null while it is only built in. */
export type NoteType = BuiltInType & { id: number | null; builtIn: boolean };

type TypeRow = { id: number; uid: Uint8Array; name: string; kind: 'standard' | 'cloze'; css: string };

const columns = 'id, uid, name, kind, css';
const byUid = statement<{ uid: Uint8Array }, TypeRow>(
  'notes.typeByUid',
  `SELECT ${columns} FROM note_types WHERE uid = @uid AND deleted_at IS NULL`,
);
const byId = statement<{ id: number }, TypeRow>(
  'notes.typeById',
  `SELECT ${columns} FROM note_types WHERE id = @id`,
);
const all = statement<Record<string, never>, TypeRow>(
  'notes.types',
  `SELECT ${columns} FROM note_types WHERE deleted_at IS NULL ORDER BY name COLLATE NOCASE, id LIMIT 1000`,
);
const fieldsOf = statement<{ type: number }, { name: string }>(
  'notes.typeFields',
  'SELECT name FROM note_fields WHERE note_type_id = @type ORDER BY ordinal',
);
const templatesOf = statement<
  { type: number },
  { name: string; question_format: string; answer_format: string }
>(
  'notes.typeTemplates',
  'SELECT name, question_format, answer_format FROM card_templates WHERE note_type_id = @type ORDER BY ordinal',
);

const builtInUids = new Set(builtInTypes.map((type) => type.uid));

const withParts = (reader: StoreReader, row: TypeRow): NoteType => {
  const uid = uidToHex(row.uid);
  return {
    id: row.id,
    uid,
    name: row.name,
    kind: row.kind,
    css: row.css,
    fields: reader.all(fieldsOf, { type: row.id }).map(({ name }) => name),
    templates: reader.all(templatesOf, { type: row.id }).map((template) => ({
      name: template.name,
      questionFormat: template.question_format,
      answerFormat: template.answer_format,
    })),
    builtIn: builtInUids.has(uid),
  };
};

export const noteTypeById = (reader: StoreReader, id: number): NoteType => {
  const row = reader.get(byId, { id });
  if (row === undefined) throw new RpcError('not_found', { noteType: id });
  return withParts(reader, row);
};

/** A type of the library, or one that is built in and not made yet. Throws `not_found`. */
export const noteTypeByUid = (reader: StoreReader, uid: string): NoteType => {
  const row = reader.get(byUid, { uid: uidFromHex(uid) });
  if (row !== undefined) return withParts(reader, row);
  const known = builtInTypes.find((type) => type.uid === uid);
  if (known === undefined) throw new RpcError('not_found', { noteType: uid });
  return { ...known, id: null, builtIn: true };
};

/** The built-in types first, then those of the library by name. */
export const noteTypes = (reader: StoreReader): NoteType[] => [
  ...builtInTypes.map((type) => noteTypeByUid(reader, type.uid)),
  ...reader
    .all(all, {})
    .filter((row) => !builtInUids.has(uidToHex(row.uid)))
    .map((row) => withParts(reader, row)),
];

/** The local key of a type; one that is only built in is made. */
export const makeNoteType = (tx: WriteTransaction, type: NoteType, uid: () => Uint8Array): number => {
  if (type.id !== null) return type.id;
  const id = tx.insertRow('note_types', {
    uid: uidFromHex(type.uid),
    name: type.name,
    kind: type.kind,
    css: type.css,
  });
  for (const [ordinal, name] of type.fields.entries()) {
    tx.insertRow('note_fields', { uid: uid(), note_type_id: id, ordinal, name });
  }
  for (const [ordinal, template] of type.templates.entries()) {
    tx.insertRow('card_templates', {
      uid: uid(),
      note_type_id: id,
      ordinal,
      name: template.name,
      question_format: template.questionFormat,
      answer_format: template.answerFormat,
    });
  }
  return id;
};

/** What the page shows of a type. */
export const noteTypeView = (type: NoteType) => ({
  uid: type.uid,
  name: type.name,
  kind: type.kind,
  fields: [...type.fields],
  templates: type.templates.map(({ name }) => name),
  builtIn: type.builtIn,
});
