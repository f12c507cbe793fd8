import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { migrate } from '../migrate.ts';
import { migrations, tables } from '../migrations/index.ts';
import { uidSource } from '../uid.ts';
import { findRoots } from './find-roots.ts';
import { loadRows, type Loaded } from './load-rows.ts';
import { mendReferences, type Mended } from './mend-references.ts';
import { openPages } from './page-source.ts';
import { readLog } from './read-log.ts';
import { shapesOf } from './shapes.ts';

export type Salvaged = Loaded &
  Mended & {
    version: number;
    pages: number;
    /** Rows that are known to be lost, because an index or a count still knows of them, by table. */
    lost: Record<string, number>;
  };

export type SalvageTask = {
  file: string;
  /** Its write-ahead log; undefined: to be passed over. */
  log: string | undefined;
  /** Where the new store is made. Nothing lies there. */
  to: string;
};

const named = [
  'courses',
  'lectures',
  'learning_objectives',
  'notes',
  'cards',
  'study_sessions',
  'media',
  'exams',
];

const lostRows = (db: Database.Database, loaded: Loaded): Record<string, number> => {
  const lost: Record<string, number> = {};
  for (const name of named) {
    const count = Number(
      db
        .prepare(
          `SELECT count(*) FROM known_uids k WHERE k.name = ? AND NOT EXISTS (SELECT 1 FROM ${name} t WHERE t.id = k.id)`,
        )
        .pluck()
        .get(name),
    );
    if (count > 0) lost[name] = count;
  }
  const answers = Number(db.prepare('SELECT count(*) FROM live_reviews').pluck().get());
  if (loaded.countedAnswers !== null && loaded.countedAnswers > answers)
    lost['reviews'] = loaded.countedAnswers - answers;
  return lost;
};

/** Every derived row waits to be computed: by its key, or in one pass over everything. */
const markDerived = (db: Database.Database, shapes: ReadonlyMap<string, unknown>): void => {
  const keyed: Readonly<Record<string, string>> = { card_states: 'cards', note_search: 'notes' };
  for (const { name, kind } of tables.values()) {
    if (kind !== 'derived') continue;
    const source = keyed[name];
    if (source !== undefined && shapes.has(source))
      db.exec(
        `INSERT OR IGNORE INTO stale_derivations (derivation, key) SELECT '${name}', id FROM ${source}`,
      );
    else if (source === undefined && shapes.has(name))
      db.prepare('INSERT INTO stale_derivations (derivation, key) VALUES (?, 0)').run(name);
  }
};

const has = (shapes: ReadonlyMap<string, unknown>, ...names: string[]): boolean =>
  names.every((name) => shapes.has(name));

/**
 * Makes a new store of what can still be read of a damaged one. The damaged file is only read. The work needs the memory of
 * one page and of the database it writes, and reads each page a bounded number of times, however damaged the file is.
 */
export const salvage = (
  { file, log, to }: SalvageTask,
  clock: Clock,
  onProgress: (done: number, total: number) => void = () => {},
): Salvaged => {
  const source = openPages(file, log === undefined ? undefined : readLog(log));
  const db = new Database(to);
  try {
    // The new file is worth nothing before it is complete; then it is synced as a whole.
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -65536');
    db.pragma('temp_store = FILE');
    const roots = findRoots(source);
    const shapes = shapesOf(roots.version);
    const known = migrations.filter(({ version }) => version <= roots.version);
    migrate(db, clock, uidSource(clock), known);
    db.pragma('foreign_keys = OFF');
    db.exec('BEGIN; DELETE FROM store_meta');
    const loaded = loadRows(source, roots, db, (pages) => onProgress(pages, source.pageCount));
    keepIdentity(db, clock, known.at(-1));
    const lost = has(shapes, 'reviews', 'exams') ? lostRows(db, loaded) : {};
    const mended = has(shapes, 'reviews') ? mendReferences(db, shapes, clock.now()) : noneMended();
    markDerived(db, shapes);
    db.exec('COMMIT');
    return { version: roots.version, pages: source.pageCount, lost, ...loaded, ...mended };
  } catch (error) {
    db.close();
    rmSync(to, { force: true });
    throw error;
  } finally {
    db.close();
    source.close();
  }
};

const noneMended = (): Mended => ({ ghosts: {}, remadeCards: 0, dropped: {} });

/** A store that has lost its identity gets a new one. */
const keepIdentity = (
  db: Database.Database,
  clock: Clock,
  newest: { minReader: number; minWriter: number } | undefined,
): void => {
  db.prepare(
    `INSERT OR IGNORE INTO store_meta (id, profile_uid, min_reader, min_writer, created_at) VALUES (1, ?, ?, ?, ?)`,
  ).run(uidSource(clock).uid(), newest?.minReader ?? 1, newest?.minWriter ?? 1, clock.now());
};
