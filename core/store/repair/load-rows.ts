import Database from 'better-sqlite3';
import { tables } from '../migrations/index.ts';
import type { Row, Value } from './read-page.ts';
import type { Roots } from './find-roots.ts';
import type { PageSource } from './page-source.ts';
import type { Shape } from './shapes.ts';
import { TreeWalk, type Walked } from './walk-trees.ts';

/** Of this machine and this moment, and wrong or worthless in a store that is made anew. */
const leftOut = new Set([
  'migrations',
  'erase_gate',
  'undo_log',
  'stale_derivations',
  'derivation_bases',
  'jobs',
  'backups',
]);
/** Derived, and yet looked at: it says how many answers there were. */
const counted = 'daily_rollups';

const isWanted = (name: string): boolean => {
  const kind = tables.get(name)?.kind;
  return kind !== undefined && kind !== 'derived' && !leftOut.has(name);
};

/** Writes rows of one table, each by itself: one that the table's own rules refuse costs no other. */
class Inserter {
  readonly #db: Database.Database;
  readonly #shape: Shape;
  readonly #byLength = new Map<number, Database.Statement>();

  constructor(db: Database.Database, shape: Shape) {
    this.#db = db;
    this.#shape = shape;
  }

  insert({ rowid, values }: Row): boolean {
    const row = values.map((value, index): Value => {
      const isRowid = this.#shape.columns[index]?.isRowid === true;
      return isRowid && rowid !== undefined ? rowid : value;
    });
    try {
      return this.#statement(row.length).run(row).changes > 0;
    } catch (error) {
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  }

  #statement(length: number): Database.Statement {
    let statement = this.#byLength.get(length);
    if (statement === undefined) {
      const names = this.#shape.columns.slice(0, length).map(({ name }) => name);
      // What a migration has put there itself (one row each, about this machine) gives way.
      const verb = this.#shape.name === 'backup_plan' ? 'REPLACE' : 'IGNORE';
      statement = this.#db.prepare(
        `INSERT OR ${verb} INTO ${this.#shape.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      );
      this.#byLength.set(length, statement);
    }
    return statement;
  }
}

export type Loaded = Walked & {
  /** Rows that the rules of their table refuse, or that are there already. */
  refusedRows: number;
  /** Answers of live reviews that the days had counted; null where the days are damaged, too. */
  countedAnswers: number | null;
};

const uidIndex = /^sqlite_autoindex_(?<table>\w+)_1$/;
const knownColumns: Readonly<Record<string, string>> = {
  fk_cards_note_id: 'note_id',
  fk_cards_lecture_id: 'lecture_id',
};

/** What the indexes of a store say of rows that their tables may have lost. */
const noteEntries = (db: Database.Database) => {
  db.exec(`
    CREATE TEMP TABLE known_uids (name TEXT, id INTEGER, uid BLOB, PRIMARY KEY (name, id)) WITHOUT ROWID;
    CREATE TEMP TABLE known_cards (id INTEGER PRIMARY KEY, note_id INTEGER, lecture_id INTEGER, deleted_at INTEGER)`);
  const uid = db.prepare('INSERT OR IGNORE INTO known_uids (name, id, uid) VALUES (?, ?, ?)');
  const card = new Map(
    ['note_id', 'lecture_id', 'deleted_at'].map((column) => [
      column,
      db.prepare(
        `INSERT INTO known_cards (id, ${column}) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ${column} = excluded.${column}`,
      ),
    ]),
  );
  return (index: string, values: readonly Value[]): void => {
    const id = values.at(-1);
    if (typeof id !== 'number' || id <= 0) return;
    const table = uidIndex.exec(index)?.groups?.['table'];
    const [first, second] = values;
    if (table !== undefined && Buffer.isBuffer(first) && first.length === 16) uid.run(table, id, first);
    const column = knownColumns[index];
    if (column !== undefined && typeof first === 'number') card.get(column)?.run(id, first);
    if (index === 'cards_trash' && typeof second === 'number') card.get('deleted_at')?.run(id, second);
  };
};

/** Reads every row there still is and writes it into a new, empty store of the same version. */
export const loadRows = (
  source: PageSource,
  roots: Roots,
  db: Database.Database,
  onPage: (pages: number) => void,
): Loaded => {
  const inserters = new Map<string, Inserter>();
  let refusedRows = 0;
  let answers = 0;
  let pages = 0;
  const walk = new TreeWalk(source, {
    onRow: (table, row) => {
      if (table === counted) answers += Number(row.values[1]); // study_day is the rowid, and stands as null before it
      const inserter = inserters.get(table);
      if (inserter?.insert(row) === false) refusedRows += 1;
    },
    onEntry: noteEntries(db),
    onPage: () => {
      pages += 1;
      onPage(pages);
    },
  });
  let areDaysWhole = false;
  for (const root of roots.tables) {
    if (isWanted(root.name)) inserters.set(root.name, new Inserter(db, root.shape));
    const before = walk.result.damagedPages + walk.result.unreadableRows;
    walk.table(root, root.shape);
    if (root.name === counted)
      areDaysWhole = before === walk.result.damagedPages + walk.result.unreadableRows;
  }
  for (const shape of roots.lost) {
    if (isWanted(shape.name)) inserters.set(shape.name, new Inserter(db, shape));
    walk.withoutRoot(shape);
  }
  for (const root of roots.indexes) walk.index(root);
  walk.skipFree();
  walk.lost();
  const damagedPages = roots.damagedPages + walk.result.damagedPages;
  return { ...walk.result, damagedPages, refusedRows, countedAnswers: areDaysWhole ? answers : null };
};
