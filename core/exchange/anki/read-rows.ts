import type Database from 'better-sqlite3';
import type { AnkiCard, AnkiNote, AnkiReview } from './anki-package.ts';
import { boundedColumn, idValue, int32Value, textValue } from './foreign-values.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { parseCardData } from './parse-card-data.ts';

const FIELD_SEPARATOR = '\u001f';
/** A short JSON object; Anki writes at most some hundred bytes. */
const MAX_CARD_DATA_BYTES = 16 * 1024;

function iterate(db: Database.Database, sql: string): IterableIterator<unknown[]> {
  return db.prepare(sql).raw(true).iterate() as IterableIterator<unknown[]>;
}

/** @throws PackageRefusedError `bad_field` at a row that cannot be read */
export function* readNotes(db: Database.Database, limits: PackageLimits): IterableIterator<AnkiNote> {
  const guid = boundedColumn('guid', limits.maxNameBytes);
  const tags = boundedColumn('tags', limits.maxTagBytes);
  const flds = boundedColumn('flds', limits.maxNoteBytes);
  for (const row of iterate(
    db,
    `SELECT id, ${guid}, mid, mod, ${tags}, ${flds} FROM notes NOT INDEXED ORDER BY id`,
  )) {
    const fields = textValue(row[5], 'notes', 'flds').normalize('NFC').split(FIELD_SEPARATOR);
    if (fields.length > limits.maxFields)
      throw new PackageRefusedError('bad_field', { table: 'notes', column: 'flds' });
    yield {
      id: idValue(row[0], 'notes', 'id'),
      guid: textValue(row[1], 'notes', 'guid'),
      noteTypeId: idValue(row[2], 'notes', 'mid'),
      modifiedAt: idValue(row[3], 'notes', 'mod'),
      tags: splitTags(textValue(row[4], 'notes', 'tags')),
      fields,
    };
  }
}

/** Anki separates tags by spaces, also the ideographic one. */
function splitTags(tags: string): string[] {
  if (tags === '') return [];
  return tags
    .normalize('NFC')
    .split(/[ \u3000]+/)
    .filter((tag) => tag !== '');
}

/** @throws PackageRefusedError `bad_field` at a row that cannot be read */
export function* readCards(db: Database.Database): IterableIterator<AnkiCard> {
  const sql = `SELECT id, nid, did, odid, ord, mod, type, queue, due, odue, ivl, factor, reps, lapses, left, flags,
    ${boundedColumn('data', MAX_CARD_DATA_BYTES)} FROM cards NOT INDEXED ORDER BY id`;
  for (const row of iterate(db, sql)) {
    yield {
      id: idValue(row[0], 'cards', 'id'),
      noteId: idValue(row[1], 'cards', 'nid'),
      deckId: idValue(row[2], 'cards', 'did'),
      originalDeckId: idValue(row[3], 'cards', 'odid'),
      ordinal: int32Value(row[4], 'cards', 'ord'),
      modifiedAt: idValue(row[5], 'cards', 'mod'),
      type: int32Value(row[6], 'cards', 'type'),
      queue: int32Value(row[7], 'cards', 'queue'),
      due: int32Value(row[8], 'cards', 'due'),
      originalDue: int32Value(row[9], 'cards', 'odue'),
      intervalDays: int32Value(row[10], 'cards', 'ivl'),
      factor: int32Value(row[11], 'cards', 'factor'),
      reps: int32Value(row[12], 'cards', 'reps'),
      lapses: int32Value(row[13], 'cards', 'lapses'),
      left: int32Value(row[14], 'cards', 'left'),
      flags: int32Value(row[15], 'cards', 'flags'),
      data: parseCardData(row[16]),
    };
  }
}

/** @throws PackageRefusedError `bad_field` at a row that cannot be read */
export function* readReviews(db: Database.Database): IterableIterator<AnkiReview> {
  const sql =
    'SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog NOT INDEXED ORDER BY cid, id';
  for (const row of iterate(db, sql)) {
    yield {
      id: idValue(row[0], 'revlog', 'id'),
      cardId: idValue(row[1], 'revlog', 'cid'),
      ease: int32Value(row[2], 'revlog', 'ease'),
      intervalRaw: int32Value(row[3], 'revlog', 'ivl'),
      lastIntervalRaw: int32Value(row[4], 'revlog', 'lastIvl'),
      factor: int32Value(row[5], 'revlog', 'factor'),
      durationMs: int32Value(row[6], 'revlog', 'time'),
      type: int32Value(row[7], 'revlog', 'type'),
    };
  }
}

/** @throws PackageRefusedError `bad_field` at a card whose log cannot be read */
export function readLastReviews(db: Database.Database): Map<number, number> {
  const sql = 'SELECT cid, max(id) FROM revlog NOT INDEXED GROUP BY cid';
  const last = new Map<number, number>();
  for (const row of iterate(db, sql)) {
    last.set(idValue(row[0], 'revlog', 'cid'), idValue(row[1], 'revlog', 'id'));
  }
  return last;
}
