import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { seededRandom, type SeededRandom } from '../../../exchange/anki/testing/seeded-random.ts';
import { addCourse } from '../../testing/add-course.ts';
import { appendReview } from '../../testing/add-log-rows.ts';
import { openStore } from '../../open-store.ts';
import { testDerivations } from '../../testing/open-test-store.ts';
import { testClock } from '../../testing/test-clock.ts';
import { uidSource } from '../../uid.ts';
import { tables } from '../../migrations/index.ts';
import { findRoots } from '../find-roots.ts';
import { openPages } from '../page-source.ts';
import { shapesOf } from '../shapes.ts';
import { TreeWalk } from '../walk-trees.ts';

export type Rows = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type Ground = {
  /** A sound store, as a single file. */
  file: string;
  /** A log that belongs to another state of another store. */
  foreignLog: string;
  /** A log of this store, from before the unfinished one was written. */
  earlierLog: string;
  /** The same store with its newest transactions in a log of its own. */
  unfinished: { file: string; log: string; rows: Rows };
  /** Rows by table and key, as text. */
  rows: Rows;
  /** The pages on which each row lies, by table and key. */
  places: ReadonlyMap<string, readonly number[]>;
  pageSize: number;
  pages: number;
};

/** Not salvaged: derived, or of one moment of one machine. */
const passedOver = new Set([
  'migrations',
  'erase_gate',
  'undo_log',
  'stale_derivations',
  'derivation_bases',
  'jobs',
  'backups',
]);
export const salvagedTables = [...tables.values()]
  .filter(({ name, kind }) => kind !== 'derived' && !passedOver.has(name))
  .map(({ name }) => name);

const textOf = (value: unknown): string =>
  Buffer.isBuffer(value) ? `x${value.toString('hex')}` : JSON.stringify(value);

const keyColumns = (db: Database.Database, table: string): string[] =>
  (db.pragma(`table_info(${table})`) as { name: string; pk: number }[])
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);

/** Every row of the tables that are salvaged. */
export const readRows = (file: string): Map<string, Map<string, string>> => {
  const db = new Database(file, { readonly: true });
  try {
    return new Map(
      salvagedTables.map((table) => {
        const keys = keyColumns(db, table);
        const rows = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
        return [
          table,
          new Map(
            rows.map((row) => [
              keys.map((key) => textOf(row[key])).join(' '),
              // A card whose note is lost lies in the trash, as it was otherwise.
              Object.entries(row)
                .filter(([column]) => table !== 'cards' || column !== 'deleted_at')
                .map(([, value]) => textOf(value))
                .join(' '),
            ]),
          ),
        ];
      }),
    );
  } finally {
    db.close();
  }
};

const readPlaces = (file: string): Map<string, number[]> => {
  const db = new Database(file, { readonly: true });
  const source = openPages(file);
  const roots = findRoots(source);
  const keyLengths = new Map(roots.tables.map(({ name }) => [name, keyColumns(db, name).length]));
  db.close();
  const places = new Map<string, number[]>();
  const walk = new TreeWalk(source, {
    onRow: (table, { rowid, values, overflow }, page) => {
      const key =
        rowid === undefined ? values.slice(0, keyLengths.get(table)).map(textOf).join(' ') : String(rowid);
      places.set(`${table} ${key}`, [page, ...overflow]);
    },
    onEntry: () => {},
  });
  for (const root of roots.tables) walk.table(root, shapesOf(roots.version).get(root.name) ?? root.shape);
  source.close();
  return places;
};

const fill = async (folder: string, seed: number, cards: number) => {
  const random = seededRandom(seed);
  const clock = testClock();
  const parts = { folder, clock, ids: uidSource(clock), derivations: testDerivations, undoers: {} };
  const open = await openStore(parts);
  const { store } = open;
  for (let course = 0; course < 3; course += 1) {
    const added = await addCourse(store, `course ${seed} ${course}`, cards);
    await store.write(
      'test.fill',
      (tx) => {
        const tag = tx.insertRow('tags', { uid: store.ids.uid(), name: `tag ${seed} ${course}` });
        for (const [index, note] of added.notes.entries()) {
          tx.insertRow('note_tags', { note_id: note, tag_id: tag });
          // Some texts are longer than a page.
          if (index % 40 === 0)
            tx.updateRow(
              'notes',
              { id: note },
              { fields: JSON.stringify(['long', 'x'.repeat(random.whole(5000, 15_000))]) },
            );
        }
        const at = { started_at: clock.now(), utc_offset_min: 60, study_day: 20_514 };
        tx.insertRow('study_sessions', { uid: store.ids.uid(), ...at });
        for (const card of added.cards)
          for (let review = random.whole(2, 7); review > 0; review -= 1)
            appendReview(tx, { card, at: clock.now() + review * 1000, uid: store.ids.uid() });
      },
      { noUndo: true },
    );
  }
  return { open, random };
};

/** A store with some thousand rows, and what is known of it. */
export const makeGround = async (folder: string, cards = 300): Promise<Ground> => {
  const paths = {
    file: join(folder, 'sound.sqlite'),
    foreign: join(folder, 'foreign'),
    own: join(folder, 'own'),
  };
  const { open } = await fill(paths.own, 1, cards);
  const store = open.store.profile.store;
  const earlierLog = join(folder, 'earlier-wal');
  copyFileSync(`${store}-wal`, earlierLog);
  open.store.connection.pragma('wal_checkpoint(TRUNCATE)');
  // Enough that the file grows: what one program wrote within the pages it had tells its times by nothing.
  await addCourse(open.store, 'in between', 100);
  open.store.connection.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(store, `${paths.file}.unfinished`);
  // While its log is not beside it yet, which SQLite would read along.
  const unfinishedRows = readRows(`${paths.file}.unfinished`);
  await addCourse(open.store, 'newest', 40);
  await addCourse(open.store, 'newest of all', 40);
  copyFileSync(`${store}-wal`, `${paths.file}.unfinished-wal`);
  await open.close();
  copyFileSync(store, paths.file);
  const other = await fill(paths.foreign, 2, 60);
  const foreignLog = join(folder, 'foreign-wal');
  copyFileSync(`${other.open.store.profile.store}-wal`, foreignLog);
  await other.open.close();
  const source = openPages(paths.file);
  const { pageSize, pageCount } = source;
  source.close();
  return {
    file: paths.file,
    foreignLog,
    earlierLog,
    unfinished: {
      file: `${paths.file}.unfinished`,
      log: `${paths.file}.unfinished-wal`,
      rows: unfinishedRows,
    },
    rows: readRows(paths.file),
    places: readPlaces(paths.file),
    pageSize,
    pages: pageCount,
  };
};

export type Damage = { what: string; pages: Set<number> };

/** Flips bits anywhere in the file. */
export const flipBits = (file: string, random: SeededRandom, count: number, pageSize: number): Damage => {
  const bytes = readFileSync(file);
  const pages = new Set<number>();
  for (let flip = 0; flip < count; flip += 1) {
    const at = random.whole(0, bytes.length - 1);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.whole(0, 7)), at);
    pages.add(Math.floor(at / pageSize) + 1);
  }
  writeFileSync(file, bytes);
  return { what: `${count} bits`, pages };
};

/** Overwrites whole pages: zeros, noise, or another page of the same file. */
export const spoilPages = (file: string, random: SeededRandom, count: number, pageSize: number): Damage => {
  const whole = readFileSync(file);
  const last = Math.floor(whole.length / pageSize);
  const pages = new Set<number>();
  const fd = openSync(file, 'r+');
  for (let spoilt = 0; spoilt < count; spoilt += 1) {
    const page = random.whole(1, last);
    const from = (random.whole(1, last) - 1) * pageSize;
    const noise = Buffer.from(Array.from({ length: pageSize }, () => random.whole(0, 255)));
    const bytes = random.pick([Buffer.alloc(pageSize), noise, whole.subarray(from, from + pageSize)]);
    writeSync(fd, bytes, 0, pageSize, (page - 1) * pageSize);
    pages.add(page);
  }
  closeSync(fd);
  return { what: `${count} pages`, pages };
};

/** Cuts the file off anywhere. */
export const cutOff = (file: string, random: SeededRandom, pageSize: number): Damage => {
  const { length } = readFileSync(file);
  const kept = random.whole(pageSize, length - 1);
  truncateSync(file, kept);
  const pages = new Set<number>();
  for (let page = Math.floor(kept / pageSize) + 1; page <= length / pageSize; page += 1) pages.add(page);
  return { what: `cut off at ${kept}`, pages };
};

/** How many of some rows are in others as they were. */
export const shareOf = (rows: Rows, found: Rows): number => {
  const all = [...rows].flatMap(([table, of]) =>
    [...of].map(([key, text]) => found.get(table)?.get(key) === text),
  );
  return all.filter(Boolean).length / all.length;
};

export type Saved = { others: number; saved: number; share: number };

/** How many of the rows that do not lie on damaged pages are in the salvaged store as they were. */
export const countSaved = (ground: Ground, damage: Damage, salvaged: string): Saved => {
  const found = readRows(salvaged);
  let others = 0;
  let saved = 0;
  for (const [table, rows] of ground.rows) {
    for (const [key, text] of rows) {
      const places = ground.places.get(`${table} ${key}`);
      if (places === undefined) throw new Error(`${table} ${key} has no place`);
      if (places.some((page) => damage.pages.has(page))) continue;
      others += 1;
      if (found.get(table)?.get(key) === text) saved += 1;
    }
  }
  // A file that was cut off before its first row has none that could be saved.
  return { others, saved, share: others === 0 ? 1 : saved / others };
};
