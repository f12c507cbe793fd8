import Database from 'better-sqlite3';
import { tables } from '../migrations/index.ts';
import { uidToHex } from '../uid.ts';

type Row = Record<string, string | number | Uint8Array | null>;
type ForeignKey = { id: number; table: string; from: string };

export type Replayed = {
  /** Rows taken over, by table. */
  replayed: Record<string, number>;
  /** Rows that could not be, each with its reason. */
  left: { table: string; uid: string; at: number | null; reason: string }[];
};

/** What a row may hang on that is replayed with it; anything else must be there already. */
const carriedParents = new Set(['study_sessions', 'assessments']);

type Table = { name: string; columns: string[]; notNull: Set<string>; parents: ForeignKey[] };

const hasTable = (db: Database.Database, schema: string, name: string): boolean =>
  db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !==
  undefined;

/** A table as both stores know it: the columns of the older one that the newer one still has. */
const sharedTable = (db: Database.Database, name: string): Table => {
  const info = (schema: string) =>
    db.pragma(`${schema}.table_info(${name})`) as {
      name: string;
      notnull: number;
      pk: number;
      type: string;
    }[];
  const newer = new Set(info('newer').map((column) => column.name));
  const old = info('main').filter((column) => newer.has(column.name));
  // The local key of a row is made anew.
  const columns = old.filter(({ name: column }) => column !== 'id');
  return {
    name,
    columns: columns.map((column) => column.name),
    notNull: new Set(
      columns.filter(({ notnull, pk }) => notnull === 1 || pk > 0).map((column) => column.name),
    ),
    parents: db.pragma(`main.foreign_key_list(${name})`) as ForeignKey[],
  };
};

class Replay {
  readonly result: Replayed = { replayed: {}, left: [] };
  readonly #db: Database.Database;
  readonly #tables = new Map<string, Table>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  #table(name: string): Table {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = sharedTable(this.#db, name);
      this.#tables.set(name, table);
    }
    return table;
  }

  /** Rows of the newer store that the older one does not have, in the order in which they came. */
  #fresh(name: string): Row[] {
    const { columns } = this.#table(name);
    const order = columns.includes('at') ? 'n.at, n.uid' : 'n.uid';
    this.#db.exec(`CREATE TEMP TABLE known (uid BLOB PRIMARY KEY) WITHOUT ROWID;
      INSERT OR IGNORE INTO known SELECT uid FROM main.${name}`);
    try {
      return this.#db
        .prepare(
          `SELECT ${columns.map((column) => `n.${column}`).join(', ')} FROM newer.${name} n
           WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.uid = n.uid) ORDER BY ${order}`,
        )
        .all() as Row[];
    } finally {
      this.#db.exec('DROP TABLE temp.known');
    }
  }

  #keyOf(schema: 'main' | 'newer', table: string, uid: Uint8Array): number | undefined {
    return this.#db.prepare(`SELECT id FROM ${schema}.${table} WHERE uid = ?`).pluck().get(uid) as
      | number
      | undefined;
  }

  /** The key in the older store of what a row refers to; its parent comes with it where that may be. */
  #parentKey(table: string, newerKey: number): number | undefined {
    const columns = hasTable(this.#db, 'main', table) ? this.#table(table).columns : [];
    if (columns.length === 0) return undefined;
    const row = this.#db
      .prepare(`SELECT ${columns.join(', ')} FROM newer.${table} WHERE id = ?`)
      .get(newerKey) as Row | undefined;
    const uid = row?.['uid'];
    if (row === undefined || !(uid instanceof Uint8Array)) return undefined;
    const known = this.#keyOf('main', table, uid);
    if (known !== undefined || !carriedParents.has(table)) return known;
    return this.#insert(table, row) === undefined ? this.#keyOf('main', table, uid) : undefined;
  }

  /** Puts a row of the newer store into the older one; gives the reason when that cannot be. */
  #insert(name: string, source: Row): string | undefined {
    const table = this.#table(name);
    const row = { ...source };
    for (const { from, table: parent } of table.parents) {
      const key = row[from];
      if (typeof key !== 'number') continue;
      const mapped = this.#parentKey(parent, key);
      if (mapped === undefined && table.notNull.has(from)) return `${parent} not in the backup`;
      row[from] = mapped ?? null;
    }
    try {
      this.#db
        .prepare(
          `INSERT INTO main.${name} (${table.columns.join(', ')}) VALUES (${table.columns.map((column) => `@${column}`).join(', ')})`,
        )
        .run(row);
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT'))
        throw error;
      return error.message;
    }
    this.result.replayed[name] = (this.result.replayed[name] ?? 0) + 1;
    return undefined;
  }

  table(name: string): void {
    for (const row of this.#fresh(name)) {
      const reason = this.#insert(name, row);
      if (reason === undefined) continue;
      const { uid, at } = row;
      this.result.left.push({
        table: name,
        uid: uid instanceof Uint8Array ? uidToHex(uid) : '',
        at: typeof at === 'number' ? at : null,
        reason,
      });
    }
  }
}

/**
 * Takes over from a newer store what happened since an older one: the rows of every log both know, by their uid, with the
 * sessions they belong to, and what of them was taken back. One transaction.
 */
export const replayLogs = (db: Database.Database, newerFile: string): Replayed => {
  db.prepare('ATTACH ? AS newer').run(newerFile);
  try {
    const replay = new Replay(db);
    const work = db.transaction(() => {
      const logs = [...tables.values()].filter(({ kind }) => kind === 'happened').map(({ name }) => name);
      for (const name of ['study_sessions', ...logs]) {
        if (hasTable(db, 'main', name) && hasTable(db, 'newer', name)) replay.table(name);
      }
      replay.result.replayed['log_undos'] = db
        .prepare(
          `INSERT INTO main.log_undos (target_uid, target_table, undone, created_at, updated_at)
           SELECT target_uid, target_table, undone, created_at, updated_at FROM newer.log_undos WHERE true
           ON CONFLICT (target_uid) DO UPDATE SET undone = excluded.undone, updated_at = excluded.updated_at
             WHERE excluded.updated_at > updated_at`,
        )
        .run().changes;
      // Cells may be of reviews the backup has: every card's state is folded again.
      db.exec(
        `INSERT OR IGNORE INTO main.stale_derivations (derivation, key) SELECT 'card_states', id FROM main.cards`,
      );
      // Undo of the backup's time would pass over what came since.
      db.exec('DELETE FROM main.undo_log');
    });
    work.immediate();
    return replay.result;
  } finally {
    db.exec('DETACH newer');
  }
};
