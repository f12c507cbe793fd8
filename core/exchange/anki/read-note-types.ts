import type { AnkiField, AnkiNoteType, AnkiTemplate } from './anki-package.ts';
import { isRecord } from './bounded-json.ts';
import { boundedName, readConfigJson } from './config-json.ts';
import { blobValue, boundedColumn, idValue, int32Value, textValue } from './foreign-values.ts';
import { FIRST_TABLE_SCHEMA, type ForeignCollection } from './open-collection.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { numberOf, protobufFields, textOf } from './protobuf-fields.ts';

/** All note types by id, used or not. Names and formats are in NFC, so that a format still finds the field it names.
 * @throws PackageRefusedError `bad_field` or `too_large` */
export function readNoteTypes(collection: ForeignCollection, limits: PackageLimits): AnkiNoteType[] {
  const noteTypes =
    collection.schema < FIRST_TABLE_SCHEMA
      ? readJsonNoteTypes(collection, limits)
      : readTableNoteTypes(collection, limits);
  for (const { fields, templates } of noteTypes) {
    fields.sort((a, b) => a.ord - b.ord);
    templates.sort((a, b) => a.ord - b.ord);
  }
  return noteTypes.sort((a, b) => a.id - b.id);
}

function readJsonNoteTypes({ db }: ForeignCollection, limits: PackageLimits): AnkiNoteType[] {
  const entries = Object.entries(readConfigJson(db, 'models', limits));
  checkCount(entries.length, limits.maxNoteTypes, 'note types');
  return entries.map(([key, model]) => {
    const record = recordOf(model);
    return {
      id: idValue(Number(key), 'col', 'models'),
      name: jsonName(record, limits),
      kind: record['type'] === 1 ? 'cloze' : 'standard',
      css: jsonText(record['css']),
      fields: listOf(record['flds'], limits).map((field, index) => ({
        ord: ordOf(field, index),
        name: jsonName(field, limits),
      })),
      templates: listOf(record['tmpls'], limits).map((template, index) => ({
        ord: ordOf(template, index),
        name: jsonName(template, limits),
        questionFormat: jsonText(template['qfmt']).normalize('NFC'),
        answerFormat: jsonText(template['afmt']).normalize('NFC'),
      })),
      sortField: typeof record['sortf'] === 'number' ? int32Value(record['sortf'], 'col', 'models') : 0,
    };
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw new PackageRefusedError('bad_field', { table: 'col', column: 'models' });
}

function listOf(value: unknown, limits: PackageLimits): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new PackageRefusedError('bad_field', { table: 'col', column: 'models' });
  checkCount(value.length, limits.maxFields, 'fields or templates');
  return value.map(recordOf);
}

function ordOf(record: Record<string, unknown>, index: number): number {
  return typeof record['ord'] === 'number' ? int32Value(record['ord'], 'col', 'models') : index;
}

function jsonName(record: Record<string, unknown>, limits: PackageLimits): string {
  return boundedName(textValue(record['name'], 'col', 'models'), 'models', limits).normalize('NFC');
}

function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readTableNoteTypes({ db }: ForeignCollection, limits: PackageLimits): AnkiNoteType[] {
  const name = boundedColumn('name', limits.maxNameBytes);
  const config = boundedColumn('config', limits.maxConfigBytes);
  const byId = new Map<number, AnkiNoteType>();
  const rows = (sql: string): IterableIterator<unknown[]> =>
    db.prepare(sql).raw(true).iterate() as IterableIterator<unknown[]>;

  for (const [id, typeName, blob] of rows(`SELECT id, ${name}, ${config} FROM notetypes NOT INDEXED`)) {
    const noteType = noteTypeOf(idValue(id, 'notetypes', 'id'), tableName(typeName, 'notetypes'), blob);
    byId.set(noteType.id, noteType);
    checkCount(byId.size, limits.maxNoteTypes, 'note types');
  }
  // Anki leaves fields and templates of note types that it removed from the package.
  for (const [id, ord, fieldName] of rows(`SELECT ntid, ord, ${name} FROM fields NOT INDEXED`)) {
    const fields = byId.get(idValue(id, 'fields', 'ntid'))?.fields;
    if (fields === undefined) continue;
    const field: AnkiField = { ord: int32Value(ord, 'fields', 'ord'), name: tableName(fieldName, 'fields') };
    fields.push(field);
    checkCount(fields.length, limits.maxFields, 'fields');
  }
  for (const [id, ord, templateName, blob] of rows(
    `SELECT ntid, ord, ${name}, ${config} FROM templates NOT INDEXED`,
  )) {
    const templates = byId.get(idValue(id, 'templates', 'ntid'))?.templates;
    if (templates === undefined) continue;
    templates.push(
      templateOf(int32Value(ord, 'templates', 'ord'), tableName(templateName, 'templates'), blob),
    );
    checkCount(templates.length, limits.maxFields, 'templates');
  }
  return [...byId.values()];
}

function tableName(value: unknown, table: string): string {
  return textValue(value, table, 'name').normalize('NFC');
}

/** `notetypes.config`: 1 kind (1 is cloze), 2 index of the sort field, 3 CSS. */
function noteTypeOf(id: number, name: string, config: unknown): AnkiNoteType {
  const noteType: AnkiNoteType = {
    id,
    name,
    kind: 'standard',
    css: '',
    fields: [],
    templates: [],
    sortField: 0,
  };
  readConfig(config, 'notetypes', (blob) => {
    for (const field of protobufFields(blob)) {
      if (field.number === 1) noteType.kind = numberOf(field) === 1 ? 'cloze' : 'standard';
      else if (field.number === 2) noteType.sortField = int32Value(numberOf(field), 'notetypes', 'config');
      else if (field.number === 3) noteType.css = textOf(field);
    }
  });
  return noteType;
}

/** `templates.config`: 1 question format, 2 answer format. */
function templateOf(ord: number, name: string, config: unknown): AnkiTemplate {
  const template: AnkiTemplate = { ord, name, questionFormat: '', answerFormat: '' };
  readConfig(config, 'templates', (blob) => {
    for (const field of protobufFields(blob)) {
      if (field.number === 1) template.questionFormat = textOf(field).normalize('NFC');
      else if (field.number === 2) template.answerFormat = textOf(field).normalize('NFC');
    }
  });
  return template;
}

function readConfig(config: unknown, table: string, read: (blob: Uint8Array) => void): void {
  const blob = blobValue(config, table, 'config');
  try {
    read(blob);
  } catch (error) {
    throw new PackageRefusedError('bad_field', { table, column: 'config' }, { cause: error });
  }
}

function checkCount(count: number, limit: number, what: string): void {
  if (count > limit) throw new PackageRefusedError('too_large', { what, limit });
}
