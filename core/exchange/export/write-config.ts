import type Database from 'better-sqlite3';
import { utcOffsetMinutes } from '../../store/study-day.ts';
import { SCHEMA_18, UNICASE_MARKER } from './collection-schema.ts';
import type { ExportedDeck } from './decks-of-library.ts';
import { decksJson, modelsJson, nameOfDefault, presetsJson } from './legacy-config.ts';
import type { ExportedNoteType } from './note-types-of-library.ts';
import { defaultPresetId, type ExportedPreset } from './presets-of-library.ts';
import {
  deckCommon,
  deckKind,
  fieldConfig,
  noteTypeConfig,
  presetConfig,
  templateConfig,
} from './table-config.ts';

export type CollectionConfig = {
  /** Epoch seconds. */
  createdAt: number;
  now: number;
  zone: string;
  rolloverHour: number;
  types: ExportedNoteType[];
  decks: ExportedDeck[];
  presets: ExportedPreset[];
  presetOf(deck: ExportedDeck): number;
};

/** What Anki needs to count days as we do: its second scheduler, and minutes west of UTC. */
const settingsOf = (config: CollectionConfig): Record<string, unknown> => ({
  schedVer: 2,
  sched2021: true,
  fsrs: true,
  rollover: config.rolloverHour,
  // Without the minus a zone of 0 would be written as -0.
  creationOffset: 0 - utcOffsetMinutes(config.createdAt * 1000, config.zone),
  curDeck: 1,
  nextPos: 1,
});

const insertCol = (
  db: Database.Database,
  config: CollectionConfig,
  json: { schema: 11 | 18; conf: string; models: string; decks: string; dconf: string; tags: string },
): void => {
  db.prepare('INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)').run(
    config.createdAt,
    config.now,
    config.now,
    json.schema,
    json.conf,
    json.models,
    json.decks,
    json.dconf,
    json.tags,
  );
};

/** Schema 11: note types, decks and options are JSON in one row. */
export const writeLegacyConfig = (db: Database.Database, config: CollectionConfig): void => {
  insertCol(db, config, {
    schema: 11,
    conf: JSON.stringify(settingsOf(config)),
    models: modelsJson(config.types),
    decks: decksJson(config.decks, (deck) => config.presetOf(deck)),
    dconf: presetsJson(config.presets),
    tags: '{}',
  });
};

const insertTypes = (db: Database.Database, types: readonly ExportedNoteType[]): void => {
  const insertType = db.prepare(
    'INSERT INTO notetypes (id, name, mtime_secs, usn, config) VALUES (?, ?, ?, -1, ?)',
  );
  const insertField = db.prepare('INSERT INTO fields (ntid, ord, name, config) VALUES (?, ?, ?, ?)');
  const insertTemplate = db.prepare(
    'INSERT INTO templates (ntid, ord, name, mtime_secs, usn, config) VALUES (?, ?, ?, ?, -1, ?)',
  );
  for (const type of types) {
    const modifiedAt = Math.floor(type.modifiedAt / 1000);
    insertType.run(type.id, type.name, modifiedAt, noteTypeConfig(type));
    for (const [ord, name] of type.fields.entries()) insertField.run(type.id, ord, name, fieldConfig());
    for (const template of type.templates) {
      const format = templateConfig(template.questionFormat, template.answerFormat);
      insertTemplate.run(type.id, template.ordinal, template.name, modifiedAt, format);
    }
  }
};

/**
 * Schema 18: tables of protobuf messages. Names are compared by Anki's own collation `unicase`, which only exists there:
 * the tables are filled under SQLite's NOCASE, which orders most names the same way, and renamed at the end.
 */
export const writeTableConfig = (db: Database.Database, config: CollectionConfig): void => {
  db.exec(SCHEMA_18.replaceAll(UNICASE_MARKER, 'COLLATE NOCASE'));
  insertCol(db, config, { schema: 18, conf: '', models: '', decks: '', dconf: '', tags: '' });
  insertTypes(db, config.types);
  const insertDeck = db.prepare(
    'INSERT INTO decks (id, name, mtime_secs, usn, common, kind) VALUES (?, ?, 0, -1, ?, ?)',
  );
  insertDeck.run(1, nameOfDefault(config.decks), deckCommon(), deckKind(defaultPresetId, ''));
  for (const deck of config.decks) {
    insertDeck.run(
      deck.id,
      deck.path.join('\u001f'),
      deckCommon(),
      deckKind(config.presetOf(deck), deck.description),
    );
  }
  const insertPreset = db.prepare(
    'INSERT INTO deck_config (id, name, mtime_secs, usn, config) VALUES (?, ?, 0, -1, ?)',
  );
  for (const preset of config.presets) insertPreset.run(preset.id, preset.name, presetConfig(preset));
  const insertSetting = db.prepare('INSERT INTO config (KEY, usn, mtime_secs, val) VALUES (?, -1, 0, ?)');
  for (const [key, value] of Object.entries(settingsOf(config))) {
    insertSetting.run(key, Buffer.from(JSON.stringify(value)));
  }
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  db.prepare(`UPDATE sqlite_schema SET sql = replace(sql, 'COLLATE NOCASE', 'COLLATE unicase')`).run();
  db.pragma('writable_schema = OFF');
  db.unsafeMode(false);
};
