import type Database from 'better-sqlite3';
import { derivedUid } from '../uid.ts';
import type { Shape } from './shapes.ts';

export type Mended = {
  /** Rows that others refer to and that are lost: empty ones in their place, by table. */
  ghosts: Record<string, number>;
  /** Cards that were lost and could be made again from their indexes. */
  remadeCards: number;
  /** Rows that mean nothing without what they refer to, by table. */
  dropped: Record<string, number>;
};

type Key = { child: string; from: string; parent: string; to: string };

const title = 'Recovered';
/** Puts something in the place of rows that are lost and that others refer to. */
class Mend {
  readonly result: Mended = { ghosts: {}, remadeCards: 0, dropped: {} };
  readonly #db: Database.Database;
  readonly #now: number;
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #profile: string;
  /** How often a row was made: what indexes say of it may be what does not fit, and a second one does without. */
  readonly #made = new Map<string, number>();

  constructor(db: Database.Database, shapes: ReadonlyMap<string, Shape>, now: number) {
    this.#db = db;
    this.#shapes = shapes;
    this.#now = now;
    this.#profile = String(db.prepare('SELECT hex(profile_uid) FROM store_meta').pluck().get());
  }

  keys(): Key[] {
    return [...this.#shapes.keys()].flatMap((child) =>
      (
        this.#db.pragma(`foreign_key_list(${child})`) as { from: string; to: string | null; table: string }[]
      ).map(({ from, to, table }) => ({ child, from, parent: table, to: to ?? 'id' })),
    );
  }

  /** What a row refers to and is not there. */
  missing({ child, from, parent, to }: Key): unknown[] {
    return this.#db
      .prepare(
        `SELECT DISTINCT c.${from} FROM ${child} c WHERE c.${from} IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${to} = c.${from})`,
      )
      .pluck()
      .all();
  }

  mayBeNull({ child, from }: Key): boolean {
    return this.#shapes.get(child)?.columns.find(({ name }) => name === from)?.mayBeNull === true;
  }

  drop({ child, from, parent, to }: Key): void {
    const { changes } = this.#db
      .prepare(
        `DELETE FROM ${child} WHERE ${from} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${to} = ${from})`,
      )
      .run();
    if (changes > 0) this.result.dropped[child] = (this.result.dropped[child] ?? 0) + changes;
  }

  loosen({ child, from, parent, to }: Key): void {
    this.#db
      .prepare(
        `UPDATE ${child} SET ${from} = NULL WHERE ${from} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${to} = ${from})`,
      )
      .run();
  }

  /** Cards of which indexes know uid, note and lecture, where these two are there. */
  remakeCards(): void {
    const lost = this.#db
      .prepare(
        `SELECT k.id, u.uid, k.note_id, k.lecture_id, k.deleted_at FROM known_cards k
         JOIN known_uids u ON u.name = 'cards' AND u.id = k.id
         JOIN notes n ON n.id = k.note_id JOIN lectures l ON l.id = k.lecture_id
         WHERE NOT EXISTS (SELECT 1 FROM cards c WHERE c.id = k.id) ORDER BY k.id`,
      )
      .all() as {
      id: number;
      uid: Uint8Array;
      note_id: number;
      lecture_id: number;
      deleted_at: number | null;
    }[];
    const taken = this.#db.prepare('SELECT ordinal FROM cards WHERE note_id = ? ORDER BY ordinal').pluck();
    const insert = this.#db.prepare(
      `INSERT OR IGNORE INTO cards (id, uid, note_id, ordinal, lecture_id, position, created_at, updated_at, deleted_at)
       VALUES (@id, @uid, @note_id, @ordinal, @lecture_id, @id, @now, @now, @deleted_at)`,
    );
    for (const card of lost) {
      const ordinals = new Set(taken.all(card.note_id) as number[]);
      let ordinal = 0;
      while (ordinals.has(ordinal)) ordinal += 1;
      this.result.remadeCards += insert.run({ ...card, ordinal, now: this.#now }).changes;
    }
  }

  /** Whether an empty row can stand for one that is lost; false: only its children can give way. */
  ghost(table: string, key: unknown): boolean {
    if (table === 'blobs') return this.#blob(key);
    const times = this.#made.get(`${table} ${String(key)}`) ?? 0;
    this.#made.set(`${table} ${String(key)}`, times + 1);
    if (typeof key !== 'number' || times > 1) return false;
    const row = this.#ghostRow(table, key, times === 0);
    if (row === undefined) return false;
    const known = this.#db
      .prepare('SELECT uid FROM known_uids WHERE name = ? AND id = ?')
      .pluck()
      .get(table, key) as Uint8Array | undefined;
    const uid = (times === 0 ? known : undefined) ?? derivedUid('salvage', this.#profile, table, String(key));
    const whole = { id: key, uid, ...row, created_at: this.#now, updated_at: this.#now };
    const names = Object.keys(whole);
    const { changes } = this.#db
      .prepare(
        `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
      )
      .run(whole);
    if (changes > 0) this.result.ghosts[table] = (this.result.ghosts[table] ?? 0) + changes;
    return changes > 0;
  }

  #blob(sha256: unknown): boolean {
    const { changes } = this.#db
      .prepare(
        `INSERT OR IGNORE INTO blobs (sha256, size_bytes, mime, created_at, updated_at)
         VALUES (?, 0, 'application/octet-stream', ?, ?)`,
      )
      .run(sha256, this.#now, this.#now);
    if (changes > 0) this.result.ghosts['blobs'] = (this.result.ghosts['blobs'] ?? 0) + changes;
    return changes > 0;
  }

  #ghostRow(table: string, key: number, mayKnow: boolean): Record<string, unknown> | undefined {
    switch (table) {
      case 'courses':
        return { title, position: 0 };
      case 'lectures':
        return { title, position: 0, course_id: this.#container('courses'), parent_id: null };
      case 'learning_objectives':
        return { title, position: 0, lecture_id: this.#container('lectures') };
      case 'note_types':
        return { name: title, kind: 'standard', css: '' };
      case 'notes':
        return { note_type_id: this.#container('note_types'), fields: '[""]', deleted_at: this.#now };
      case 'cards':
        return { ...this.#placeOfCard(mayKnow ? key : 0), ordinal: 0, position: 0, deleted_at: this.#now };
      case 'tags':
        return { name: `${title.toLowerCase()}-${key}` };
      case 'exams':
        return { title, course_id: this.#container('courses'), exam_day: 0, every_objective: 0 };
      case 'study_sessions':
        return this.#timesOfSession(key);
      default:
        return undefined;
    }
  }

  /** What a card hung on, from its indexes; else something empty. */
  #placeOfCard(id: number): { note_id: number; lecture_id: number } {
    const known = this.#db.prepare('SELECT note_id, lecture_id FROM known_cards WHERE id = ?').get(id) as
      | { note_id: number | null; lecture_id: number | null }
      | undefined;
    return {
      note_id: known?.note_id ?? this.#container('notes'),
      lecture_id: known?.lecture_id ?? this.#container('lectures'),
    };
  }

  /** One empty row of a kind, for all that has lost its own. */
  #container(table: string): number {
    const uid = derivedUid('salvage', this.#profile, table, 'all');
    const found = this.#db.prepare(`SELECT id FROM ${table} WHERE uid = ?`).pluck().get(uid) as
      | number
      | undefined;
    if (found !== undefined) return found;
    const id = Number(this.#db.prepare(`SELECT coalesce(max(id), 0) + 1 FROM ${table}`).pluck().get());
    this.#db
      .prepare('INSERT OR REPLACE INTO known_uids (name, id, uid) VALUES (?, ?, ?)')
      .run(table, id, uid);
    this.ghost(table, id);
    return id;
  }

  /** When a session was, from the answers given in it. */
  #timesOfSession(key: number): Record<string, unknown> {
    const row = this.#db
      .prepare(
        `SELECT min(at) AS started_at, max(at) AS ended_at, utc_offset_min, study_day FROM reviews WHERE session_id = ?`,
      )
      .get(key) as { started_at: number | null };
    if (row.started_at !== null) return row;
    return { started_at: this.#now, ended_at: this.#now, utc_offset_min: 0, study_day: 0 };
  }

  /** A kind of note without fields or cards cannot be shown: it gets plain ones. */
  completeNoteTypes(): void {
    const types = this.#db
      .prepare(
        `SELECT t.id, (SELECT count(*) FROM note_fields f WHERE f.note_type_id = t.id) AS fields,
           (SELECT count(*) FROM card_templates c WHERE c.note_type_id = t.id) AS templates,
           (SELECT max(json_array_length(n.fields)) FROM notes n WHERE n.note_type_id = t.id) AS width
         FROM note_types t`,
      )
      .all() as { id: number; fields: number; templates: number; width: number | null }[];
    const field = this.#db.prepare(
      `INSERT OR IGNORE INTO note_fields (uid, note_type_id, ordinal, name, created_at, updated_at) VALUES (?, ?, ?, ?, @now, @now)`,
    );
    const template = this.#db.prepare(
      `INSERT OR IGNORE INTO card_templates (uid, note_type_id, ordinal, name, question_format, answer_format, created_at, updated_at)
       VALUES (?, ?, 0, '${title}', ?, ?, @now, @now)`,
    );
    const names = this.#db
      .prepare('SELECT name FROM note_fields WHERE note_type_id = ? ORDER BY ordinal')
      .pluck();
    const uidOf = (what: string, type: number, ordinal: number): Uint8Array =>
      derivedUid('salvage', this.#profile, what, String(type), String(ordinal));
    for (const { id, fields, templates, width } of types) {
      const needed = fields === 0 ? Math.max(1, width ?? 1) : 0;
      for (let ordinal = 0; ordinal < needed; ordinal += 1)
        field.run(uidOf('field', id, ordinal), id, ordinal, `Field ${ordinal + 1}`, { now: this.#now });
      if (templates > 0) continue;
      const [front = 'Field 1', back] = names.all(id) as string[];
      const answer = back === undefined ? '' : `{{${back}}}`;
      template.run(uidOf('template', id, 0), id, `{{${front}}}`, answer, { now: this.#now });
    }
  }

  /** A card whose content is lost is no card to study; an empty course that only such cards need is none to see. */
  hideGhosts(): void {
    this.#db
      .prepare(
        `UPDATE cards SET deleted_at = @now WHERE deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM notes n WHERE n.id = cards.note_id AND n.fields = '[""]' AND n.deleted_at = @now)`,
      )
      .run({ now: this.#now });
    for (const [table, child, from] of [
      ['lectures', 'cards', 'lecture_id'],
      ['courses', 'lectures', 'course_id'],
    ] as const) {
      this.#db
        .prepare(
          `UPDATE ${table} SET deleted_at = @now WHERE created_at = @now AND title = '${title}'
             AND NOT EXISTS (SELECT 1 FROM ${child} c WHERE c.${from} = ${table}.id AND c.deleted_at IS NULL)`,
        )
        .run({ now: this.#now });
    }
  }
}

/**
 * Makes every reference of salvaged rows lead somewhere. Answers keep their cards, though they be empty and in the trash,
 * tags their notes; a reference that may be missing is taken away, and a row that means nothing without one goes.
 */
export const mendReferences = (
  db: Database.Database,
  shapes: ReadonlyMap<string, Shape>,
  now: number,
): Mended => {
  const mend = new Mend(db, shapes, now);
  const keys = mend.keys();
  db.exec('UPDATE erase_gate SET open = 1');
  mend.remakeCards();
  for (let isOpen = true; isOpen;) {
    isOpen = false;
    for (const key of keys) {
      const missing = mend.missing(key);
      if (missing.length === 0) continue;
      isOpen = true;
      for (const parent of missing) mend.ghost(key.parent, parent);
      if (mend.missing(key).length === 0) continue;
      if (mend.mayBeNull(key)) mend.loosen(key);
      else mend.drop(key);
    }
  }
  mend.completeNoteTypes();
  mend.hideGhosts();
  db.exec('UPDATE erase_gate SET open = 0');
  return mend.result;
};
