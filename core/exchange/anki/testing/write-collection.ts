import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { INDEXES, SCHEMA_11, SCHEMA_18, UNICASE_MARKER } from '../../export/collection-schema.ts';
import type { DescribedDeck, DescribedNoteType, PackageDescription } from './package-description.ts';
import { bytesField, message, textField, varintField } from './protobuf-writer.ts';

export type CollectionContent = Omit<PackageDescription, 'media'>;

/** Writes a collection file of schema 11 or 18 as Anki would, rows in the order given, in one transaction. `path` must not exist. */
export function writeCollection(path: string, schema: 11 | 18, content: CollectionContent): void {
  // A test may break the schema of a finished file; defensive mode would forbid the collation marker the same way.
  const db = new DatabaseSync(path, { defensive: false });
  try {
    db.exec(
      'PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; BEGIN',
    );
    db.exec(SCHEMA_11);
    insertCollectionRow(db, schema, content);
    if (schema === 18) insertConfigTables(db, content);
    insertNotes(db, content);
    insertCards(db, content);
    insertReviews(db, content);
    db.exec(INDEXES);
    if (schema === 18) nameCollation(db);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

function insertCollectionRow(db: DatabaseSync, schema: 11 | 18, content: CollectionContent): void {
  const models = schema === 11 ? JSON.stringify(Object.fromEntries(content.noteTypes.map(jsonNoteType))) : '';
  const decks = schema === 11 ? JSON.stringify(Object.fromEntries(content.decks.map(jsonDeck))) : '';
  const json = schema === 11 ? '{}' : '';
  db.prepare('INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)').run(
    content.createdAt,
    content.createdAt * 1000,
    content.createdAt * 1000,
    schema,
    json,
    models,
    decks,
    schema === 11 ? JSON.stringify(content.presets ?? {}) : '',
    json,
  );
}

function jsonDeck({ id, name, filtered, description, presetId }: DescribedDeck): [string, unknown] {
  return [
    String(id),
    {
      id,
      name,
      mod: 0,
      usn: 0,
      dyn: filtered === true ? 1 : 0,
      desc: description ?? '',
      collapsed: false,
      conf: presetId ?? 1,
    },
  ];
}

function jsonNoteType(type: DescribedNoteType): [string, unknown] {
  const flds = type.fields.map((name, ord) => ({
    name,
    ord,
    sticky: false,
    rtl: false,
    font: 'Arial',
    size: 20,
  }));
  const tmpls = type.templates.map(({ name, questionFormat: qfmt, answerFormat: afmt }, ord) => ({
    name,
    ord,
    qfmt,
    afmt,
  }));
  const { id, name, css, sortField: sortf } = type;
  return [
    String(id),
    { id, name, type: type.kind === 'cloze' ? 1 : 0, mod: 0, usn: 0, sortf, css, flds, tmpls },
  ];
}

function insertConfigTables(db: DatabaseSync, content: CollectionContent): void {
  db.exec(SCHEMA_18);
  const insertDeck = db.prepare('INSERT INTO decks VALUES (?, ?, 0, 0, ?, ?)');
  for (const { id, name, filtered, description } of content.decks) {
    const normal = message(varintField(1, 1), textField(4, description ?? ''));
    const kind = filtered === true ? bytesField(2, message(varintField(1, 1))) : bytesField(1, normal);
    insertDeck.run(id, name.replaceAll('::', '\u001f'), varintField(1, 1), kind);
  }
  const insertType = db.prepare('INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)');
  const insertField = db.prepare('INSERT INTO fields VALUES (?, ?, ?, ?)');
  const insertTemplate = db.prepare('INSERT INTO templates VALUES (?, ?, ?, 0, 0, ?)');
  for (const { id, name, kind, css, fields, templates, sortField } of content.noteTypes) {
    const config = message(
      varintField(1, kind === 'cloze' ? 1 : 0),
      varintField(2, sortField),
      textField(3, css),
    );
    insertType.run(id, name, config);
    fields.forEach((field, ord) => insertField.run(id, ord, field, textField(3, 'Arial')));
    templates.forEach(({ name: templateName, questionFormat, answerFormat }, ord) => {
      insertTemplate.run(
        id,
        ord,
        templateName,
        message(textField(1, questionFormat), textField(2, answerFormat)),
      );
    });
  }
}

function insertNotes(db: DatabaseSync, content: CollectionContent): void {
  const insert = db.prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')");
  for (const note of content.notes) {
    const tags = note.tags === undefined || note.tags.length === 0 ? '' : ` ${note.tags.join(' ')} `;
    const sort = note.fields[0] ?? '';
    const checksum = createHash('sha1').update(sort).digest().readUInt32BE(0);
    const modifiedAt = note.modifiedAt ?? content.createdAt;
    insert.run(
      note.id,
      note.guid,
      note.noteTypeId,
      modifiedAt,
      tags,
      note.fields.join('\u001f'),
      sort,
      checksum,
    );
  }
}

function insertCards(db: DatabaseSync, content: CollectionContent): void {
  const insert = db.prepare(
    'INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const card of content.cards) {
    insert.run(
      card.id,
      card.noteId,
      card.deckId,
      card.ordinal,
      card.modifiedAt ?? content.createdAt,
      card.type ?? 0,
      card.queue ?? 0,
      card.due ?? 0,
      card.intervalDays ?? 0,
      card.factor ?? 0,
      card.reps ?? 0,
      card.lapses ?? 0,
      card.left ?? 0,
      card.originalDue ?? 0,
      card.originalDeckId ?? 0,
      card.flags ?? 0,
      card.data ?? '{}',
    );
  }
}

/** Rows that collide on the millisecond move on to the next free one, as in Anki. */
function insertReviews(db: DatabaseSync, content: CollectionContent): void {
  const insert = db.prepare('INSERT OR IGNORE INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)');
  for (const { id, cardId, ease, interval, lastInterval, factor, durationMs, type } of content.reviews) {
    let at = id;
    while (insert.run(at, cardId, ease, interval, lastInterval, factor, durationMs, type).changes === 0)
      at += 1;
  }
}

function nameCollation(db: DatabaseSync): void {
  db.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, '${UNICASE_MARKER}', 'COLLATE unicase') WHERE sql LIKE '%${UNICASE_MARKER}%'`);
}
