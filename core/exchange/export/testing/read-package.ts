import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { bytesIn, floatsIn, numberIn, readProtobuf, textIn } from './read-protobuf.ts';
import { readZip } from './read-zip.ts';

type Row = Record<string, unknown>;

/** A package in plain values, the same for both layouts. */
export type ReadPackage = {
  version: number;
  schema: number;
  /** Epoch seconds. */
  createdAt: number;
  /** First field of the note that old programs show instead. */
  standIn: string | null;
  noteTypes: Row[];
  decks: Row[];
  presets: Row[];
  settings: Row;
  notes: Row[];
  cards: Row[];
  revlog: Row[];
  /** SHA-1 by name. */
  media: Record<string, string>;
};

/** Opens a copy in memory. `unicase` exists only within Anki, and SQLite touches no WITHOUT ROWID table whose collation is missing. */
const openCopy = (bytes: Buffer): Database.Database => {
  const db = new Database(bytes);
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  db.exec(`UPDATE sqlite_schema SET sql = replace(sql, 'COLLATE unicase', 'COLLATE NOCASE')`);
  db.pragma('writable_schema = RESET');
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') throw new Error('a damaged collection');
  return db;
};

const parsed = (text: unknown): Row => JSON.parse(String(text)) as Row;
const valuesOf = (text: unknown): Row[] => Object.values(parsed(text)) as Row[];
const listIn = (row: Row, key: string): Row[] => row[key] as Row[];
const byId = (rows: Row[]): Row[] => rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));
/** Numbers that one layout keeps with fewer digits. */
const single = (value: unknown): number => Math.fround(Number(value));

const legacyConfig = (col: Row): Pick<ReadPackage, 'noteTypes' | 'decks' | 'presets' | 'settings'> => ({
  noteTypes: valuesOf(col['models']).map((type) => ({
    id: type['id'],
    name: type['name'],
    isCloze: type['type'] === 1,
    css: type['css'],
    sortField: type['sortf'],
    fields: listIn(type, 'flds').map((field) => field['name']),
    templates: listIn(type, 'tmpls').map((t) => [t['ord'], t['name'], t['qfmt'], t['afmt']]),
  })),
  decks: valuesOf(col['decks']).map((deck) => ({
    id: deck['id'],
    path: String(deck['name']).split('::'),
    description: deck['desc'],
    preset: deck['conf'],
  })),
  presets: valuesOf(col['dconf']).map((preset) => {
    const [fresh, review, lapse] = ['new', 'rev', 'lapse'].map((key) => preset[key] as Row) as [
      Row,
      Row,
      Row,
    ];
    return {
      id: preset['id'],
      name: preset['name'],
      learningSteps: (fresh['delays'] as number[]).map(single),
      relearningSteps: (lapse['delays'] as number[]).map(single),
      newPerDay: fresh['perDay'],
      reviewsPerDay: review['perDay'],
      maximumInterval: review['maxIvl'],
      leechThreshold: lapse['leechFails'],
      leechAction: lapse['leechAction'],
      retention: single(preset['desiredRetention']),
    };
  }),
  settings: parsed(col['conf']),
});

const tableConfig = (
  db: Database.Database,
): Pick<ReadPackage, 'noteTypes' | 'decks' | 'presets' | 'settings'> => {
  const rows = (sql: string, ...params: unknown[]): Row[] => db.prepare(sql).all(...params) as Row[];
  const message = (value: unknown) => readProtobuf(value as Buffer);
  return {
    noteTypes: rows('SELECT * FROM notetypes').map(({ id, name, config }) => {
      const fields = message(config);
      return {
        id,
        name,
        isCloze: numberIn(fields, 1) === 1,
        css: textIn(fields, 3),
        sortField: numberIn(fields, 2),
        fields: rows('SELECT name FROM fields WHERE ntid = ? ORDER BY ord', id).map((field) => field['name']),
        templates: rows('SELECT * FROM templates WHERE ntid = ? ORDER BY ord', id).map((t) => {
          const format = message(t['config']);
          return [t['ord'], t['name'], textIn(format, 1), textIn(format, 2)];
        }),
      };
    }),
    decks: rows('SELECT * FROM decks').map(({ id, name, kind }) => {
      const normal = readProtobuf(bytesIn(message(kind), 1));
      return {
        id,
        path: String(name).split('\u001f'),
        description: textIn(normal, 4),
        preset: numberIn(normal, 1),
      };
    }),
    presets: rows('SELECT * FROM deck_config').map(({ id, name, config }) => {
      const fields = message(config);
      return {
        id,
        name,
        learningSteps: floatsIn(fields, 1),
        relearningSteps: floatsIn(fields, 2),
        newPerDay: numberIn(fields, 9),
        reviewsPerDay: numberIn(fields, 10),
        maximumInterval: numberIn(fields, 16),
        leechThreshold: numberIn(fields, 22),
        leechAction: numberIn(fields, 21),
        retention: numberIn(fields, 37),
      };
    }),
    settings: Object.fromEntries(
      rows('SELECT KEY AS key, val FROM config').map(({ key, val }) => [
        String(key),
        JSON.parse((val as Buffer).toString('utf8')),
      ]),
    ),
  };
};

const entry = (entries: Map<string, Buffer>, name: string): Buffer => {
  const found = entries.get(name);
  if (found === undefined) throw new Error(`no entry ${name}`);
  return found;
};

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

const readMedia = (entries: Map<string, Buffer>, isNew: boolean): Record<string, string> => {
  const member = (index: number | string): Buffer => {
    const stored = entry(entries, String(index));
    return isNew ? zstdDecompressSync(stored) : stored;
  };
  if (!isNew) {
    const list = parsed(entry(entries, 'media').toString('utf8'));
    return Object.fromEntries(Object.entries(list).map(([key, name]) => [String(name), sha1(member(key))]));
  }
  const list = readProtobuf(zstdDecompressSync(entry(entries, 'media')));
  return Object.fromEntries(
    (list.get(1) ?? []).map((value, index) => {
      const fields = readProtobuf(value as Buffer);
      const bytes = member(index);
      const stated = [numberIn(fields, 2), bytesIn(fields, 3).toString('hex')];
      if (stated[0] !== bytes.length || stated[1] !== sha1(bytes))
        throw new Error(`media ${index} differs from the list`);
      return [textIn(fields, 1), sha1(bytes)];
    }),
  );
};

/** Reads a package of either layout whole, without any code of the importer or the exporter. */
export const readPackage = (path: string): ReadPackage => {
  const entries = readZip(readFileSync(path));
  const meta = entries.get('meta');
  const version = meta === undefined ? 1 : numberIn(readProtobuf(meta), 1);
  const isNew = version === 3;
  const name = ['collection.anki2', 'collection.anki21', 'collection.anki21b'][version - 1] ?? '';
  const stored = entry(entries, name);
  const db = openCopy(isNew ? zstdDecompressSync(stored) : stored);
  try {
    const rows = (sql: string): Row[] => db.prepare(sql).all() as Row[];
    const [col] = rows('SELECT * FROM col');
    if (col === undefined) throw new Error('no row in col');
    let standIn: string | null = null;
    if (version !== 1) {
      const old = openCopy(entry(entries, 'collection.anki2'));
      standIn = String(old.prepare('SELECT flds FROM notes').pluck().get()).split('\u001f')[0] ?? null;
      old.close();
    }
    const { noteTypes, decks, presets, settings } = isNew ? tableConfig(db) : legacyConfig(col);
    return {
      version,
      schema: Number(col['ver']),
      createdAt: Number(col['crt']),
      standIn,
      noteTypes: byId(noteTypes),
      decks: byId(decks),
      presets: byId(presets),
      settings,
      notes: rows('SELECT * FROM notes ORDER BY id'),
      cards: rows('SELECT * FROM cards ORDER BY id'),
      revlog: rows('SELECT * FROM revlog ORDER BY id'),
      media: readMedia(entries, isNew),
    };
  } finally {
    db.close();
  }
};
