import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { plainText } from '../../library/render/plain-text.ts';
import type { ResolvedScope } from '../../library/scope.ts';
import type { Settings } from '../../settings/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { studyDay, studyDayStartInZone, utcOffsetMinutes } from '../../store/study-day.ts';
import { readPlaces } from '../../study/presets/places.ts';
import { AnkiIds, ankiIdOf } from './anki-ids.ts';
import { freshColumns, guidOf, logColumns, noteModifiedAt, scheduledColumns } from './anki-rows.ts';
import { INDEXES, SCHEMA_11 } from './collection-schema.ts';
import { decksOfLibrary, type ExportedDeck } from './decks-of-library.ts';
import { writeLegacyConfig, writeTableConfig, type CollectionConfig } from './write-config.ts';
import { noteTypesOfLibrary, withUniqueNames, type ExportedNoteType } from './note-types-of-library.ts';
import { defaultPresetId, presetsOfLibrary } from './presets-of-library.ts';
import {
  cardsInScope,
  firstStamp,
  ghostCards,
  logInScope,
  notesInScope,
  type InLectures,
} from './rows-of-library.ts';

export type WriteOptions = {
  scope: ResolvedScope;
  layout: 'legacy' | 'new';
  /** A whole collection, with the answers of deleted cards. */
  whole: boolean;
  scheduling: boolean;
  presets: boolean;
  settings: Settings;
  now: number;
  zone: string;
  onRow(step: 'notes' | 'cards' | 'reviews'): void;
};

export type WrittenCollection = {
  notes: number;
  cards: number;
  reviews: number;
  /** Texts in which media are named: fields, templates, styles. */
  mediaTexts: Iterable<string>;
};

const fieldSeparator = '\u001f';
/** Tags that say how a card went with its owner, and nothing to anybody else. */
const ownersTags = new Set(['leech', 'marked']);

/** Anki's checksum of a first field, by which it finds duplicates. */
const checksumOf = (plain: string): number => createHash('sha1').update(plain).digest().readUInt32BE(0);

/** Tags know no spaces there. */
const tagsText = (tags: readonly string[]): string =>
  tags.length === 0 ? '' : ` ${tags.map((tag) => tag.replaceAll(/\s/g, '_')).join(' ')} `;

/** Anki refuses a note that has another number of fields than its type. Nothing that was written is lost. */
const fieldsOfType = (fields: readonly string[], count: number): string[] => {
  const clean = fields.map((field) => field.replaceAll(fieldSeparator, ' '));
  const last = clean.slice(count - 1).filter((field, index) => index === 0 || field !== '');
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? last.join('<br>') : (clean[at] ?? '')));
};

class CollectionWriter {
  readonly #db: Database.Database;
  readonly #reader: StoreReader;
  readonly #options: WriteOptions;
  readonly #range: InLectures;
  readonly #noteIds = new Map<number, number>();
  readonly #cardIds = new Map<number, number>();
  #cards = 0;
  readonly #usedTypes = new Set<number>();
  readonly #mediaTexts: string[] = [];

  constructor(db: Database.Database, reader: StoreReader, options: WriteOptions) {
    this.#db = db;
    this.#reader = reader;
    this.#options = options;
    this.#range = {
      lectures: options.scope.lectures === null ? null : JSON.stringify(options.scope.lectures),
    };
  }

  write(): WrittenCollection {
    const types = new Map(noteTypesOfLibrary(this.#reader).map((type) => [type.key, type]));
    const { decks, deckOfLecture } = decksOfLibrary(this.#reader, this.#options.scope);
    this.#writeNotes(types);
    const { createdAt, dayZero } = this.#dayZero();
    this.#writeCards(deckOfLecture, dayZero);
    const reviews = this.#options.scheduling ? this.#writeLog() : 0;
    const used = [...types.values()].filter((type) => this.#usedTypes.has(type.key));
    this.#writeConfig(used, decks, createdAt);
    for (const type of used) {
      this.#mediaTexts.push(type.css, ...type.templates.flatMap((t) => [t.questionFormat, t.answerFormat]));
    }
    return {
      notes: this.#noteIds.size,
      cards: this.#cards,
      reviews,
      mediaTexts: this.#mediaTexts,
    };
  }

  #writeNotes(types: ReadonlyMap<number, ExportedNoteType>): void {
    const insert = this.#db.prepare(
      `INSERT INTO notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data) VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')`,
    );
    const ids = new AnkiIds();
    const guids = new Set<string>();
    for (const note of this.#reader.iterate(notesInScope, this.#range)) {
      this.#options.onRow('notes');
      const type = types.get(note.note_type_id);
      if (type === undefined) continue;
      const fields = fieldsOfType(JSON.parse(note.fields) as string[], type.fields.length); // the store's own column
      const tags = (JSON.parse(note.tags) as string[]).filter(
        (tag) => this.#options.scheduling || !ownersTags.has(tag),
      );
      const guid = guidOf(note, (taken) => guids.has(taken));
      guids.add(guid);
      const id = ids.take(note.created_at);
      const sortText = plainText(fields[type.sortField] ?? fields[0] ?? '', 1000);
      insert.run(
        id,
        guid,
        type.id,
        noteModifiedAt(note),
        tagsText(tags),
        fields.join(fieldSeparator),
        sortText,
        checksumOf(plainText(fields[0] ?? '', 1_000_000)),
      );
      this.#noteIds.set(note.id, id);
      this.#usedTypes.add(type.key);
      for (const field of fields) if (/[[<(]/.test(field)) this.#mediaTexts.push(field);
    }
  }

  /** Day 0 is a calendar date of the owner's, not after anything there is. */
  #dayZero(): { createdAt: number; dayZero: number } {
    const { now, zone, settings } = this.#options;
    const first = Math.min(now, this.#reader.get(firstStamp, {})?.at ?? now);
    const dayZero = studyDay(first, utcOffsetMinutes(first, zone), 0);
    const rollover = settings['study.rolloverHour'];
    return { createdAt: Math.floor(studyDayStartInZone(dayZero, zone, rollover) / 1000), dayZero };
  }

  #writeCards(deckOfLecture: ReadonlyMap<number, number>, dayZero: number): void {
    const { now, zone, settings, scheduling } = this.#options;
    const insert = this.#db.prepare(
      `INSERT INTO cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data)
       VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)`,
    );
    const places = readPlaces(this.#reader);
    const today = studyDay(now, utcOffsetMinutes(now, zone), settings['study.rolloverHour']);
    const ids = new AnkiIds();
    let position = 0;
    for (const card of this.#reader.iterate(cardsInScope, this.#range)) {
      this.#options.onRow('cards');
      const note = this.#noteIds.get(card.note_id);
      const deck = deckOfLecture.get(card.lecture_id);
      if (note === undefined || deck === undefined) continue;
      const inForce = places.ofLecture(card.lecture_id)?.values ?? places.settings;
      const steps = card.phase === 3 ? inForce.relearningSteps : inForce.learningSteps;
      const columns = scheduling
        ? scheduledColumns(card, steps, inForce.desiredRetention, { today, dayZero }, now)
        : freshColumns(card, (position += 1));
      const id = ids.take(ankiIdOf(card.source, card.source_id, /^(\d+)$/) ?? card.created_at);
      const { mod, type, queue, due, ivl, factor, reps, lapses, left, flags, data } = columns;
      insert.run(
        id,
        note,
        deck,
        card.ordinal,
        mod,
        type,
        queue,
        due,
        ivl,
        factor,
        reps,
        lapses,
        left,
        flags,
        data,
      );
      this.#cardIds.set(card.id, id);
    }
    this.#cards = this.#cardIds.size;
    if (!this.#options.whole) return;
    for (const ghost of this.#reader.iterate(ghostCards, {})) {
      this.#cardIds.set(ghost.id, ids.take(Number(ghost.source_id)));
    }
  }

  /** The log in order of time; the number of a row is its moment, or the next free one. */
  #writeLog(): number {
    const insert = this.#db.prepare(
      'INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)',
    );
    let last = 0;
    let rows = 0;
    for (const row of this.#reader.iterate(logInScope, {
      ...this.#range,
      ghosts: this.#options.whole ? 1 : 0,
    })) {
      this.#options.onRow('reviews');
      const card = this.#cardIds.get(row.card_id);
      if (card === undefined) continue;
      last = Math.max(row.at, last + 1);
      const { ease, ivl, lastIvl, factor, time, type } = logColumns(row);
      insert.run(last, card, ease, ivl, lastIvl, factor, time, type);
      rows += 1;
    }
    return rows;
  }

  #writeConfig(types: ExportedNoteType[], decks: ExportedDeck[], createdAt: number): void {
    const { presets, idOfKey } = presetsOfLibrary(this.#reader, this.#options.settings);
    const used = new Set(decks.map((deck) => deck.preset));
    const kept = this.#options.presets
      ? presets.filter(
          ({ id }) => id === defaultPresetId || [...idOfKey].some(([key, of]) => of === id && used.has(key)),
        )
      : presets.slice(0, 1);
    const config: CollectionConfig = {
      createdAt,
      now: this.#options.now,
      zone: this.#options.zone,
      rolloverHour: this.#options.settings['study.rolloverHour'],
      types: withUniqueNames(types),
      decks,
      presets: kept,
      presetOf: (deck) =>
        this.#options.presets && deck.preset !== null
          ? (idOfKey.get(deck.preset) ?? defaultPresetId)
          : defaultPresetId,
    };
    if (this.#options.layout === 'legacy') writeLegacyConfig(this.#db, config);
    else writeTableConfig(this.#db, config);
  }
}

/**
 * Writes what lies in a scope as an Anki collection: schema 11 (legacy) or 18 (new). `path` must not exist.
 * The reader sees one moment of the store, so the answers of meanwhile are all in or all out.
 */
export const writeCollection = (
  path: string,
  reader: StoreReader,
  options: WriteOptions,
): WrittenCollection => {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -65536');
    const written = db.transaction(() => {
      db.exec(SCHEMA_11);
      const result = new CollectionWriter(db, reader, options).write();
      db.exec(INDEXES);
      return result;
    })();
    return written;
  } finally {
    db.close();
  }
};
