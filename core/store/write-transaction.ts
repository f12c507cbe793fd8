import type { TransactionEvents, TransactionHooks } from '../events/transaction-events.ts';
import type { Derivations } from './derivations.ts';
import type { StoreReader } from './reader.ts';
import type { RowWriter } from './row-writer.ts';
import type { SqlParams, StatementCache, StatementDef } from './statements.ts';
import type { Row, UndoStep } from './undo-steps.ts';

export type AppendOptions = {
  /** The key the log's derivations hang on: the card of a review, the session of a pause. */
  owner: number;
  /** Derivations that the caller keeps by an increment in this same transaction. */
  keptBy?: readonly string[];
};

/**
 * One write: what an operation may do to the store. It remembers how to reverse itself, which kinds of things it
 * changed and which derived rows it touched. Rows of entered tables and logs are written through `insertRow`,
 * `updateRow`, `deleteRow` and `append`; statements of the registry serve derived and local tables and bulk work.
 */
export class WriteTransaction implements StoreReader {
  readonly now: number;
  readonly steps: UndoStep[] = [];
  readonly touched = new Map<string, Set<number>>();
  readonly #changed = new Set<string>();
  readonly #cache: StatementCache;
  readonly #rows: RowWriter;
  readonly #derivations: Derivations;
  readonly #hooks: TransactionHooks;

  constructor(parts: {
    now: number;
    cache: StatementCache;
    rows: RowWriter;
    derivations: Derivations;
    hooks: TransactionHooks;
  }) {
    this.now = parts.now;
    this.#cache = parts.cache;
    this.#rows = parts.rows;
    this.#derivations = parts.derivations;
    this.#hooks = parts.hooks;
  }

  all<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R[] {
    return this.#cache.all(def, params);
  }
  get<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R | undefined {
    return this.#cache.get(def, params);
  }
  iterate<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): IterableIterator<R> {
    return this.#cache.iterate(def, params);
  }
  run<P extends SqlParams>(def: StatementDef<P, unknown>, params: P): number {
    return this.#cache.run(def, params);
  }

  get changes(): readonly string[] {
    return [...this.#changed];
  }

  /** Says that a kind of thing changed, where a statement of the registry did it. */
  changed(...kinds: string[]): void {
    for (const kind of kinds) this.#changed.add(kind);
  }

  /** Marks the derived rows that hang on `owner` of `table` for recomputing at the end of this write. */
  touch(table: string, owner: number, keptBy: readonly string[] = []): void {
    this.#changed.add(table);
    for (const derivation of this.#derivations.keyed) {
      const keysOf = derivation.sources[table];
      if (keysOf === undefined) continue;
      this.#changed.add(derivation.name);
      if (keptBy.includes(derivation.name)) continue;
      const keys = this.touched.get(derivation.name) ?? new Set<number>();
      for (const key of keysOf(this, owner)) keys.add(key);
      this.touched.set(derivation.name, keys);
    }
  }

  #stamped(table: string, row: Row, isNew: boolean): Row {
    const columns = this.#rows.columns(table);
    const stamped = { ...row };
    if (isNew && columns.has('created_at')) stamped['created_at'] ??= this.now;
    if (columns.has('updated_at')) stamped['updated_at'] = this.now;
    return stamped;
  }

  /** Inserts a row of an entered table and returns its local key (0 for tables without one). */
  insertRow(table: string, row: Row, keyNames: readonly string[] = ['id']): number {
    const full = this.#stamped(table, row, true);
    const id = this.#rows.insert(table, full);
    const key = Object.fromEntries(
      keyNames.map((name) => [name, name === 'id' ? (row['id'] ?? id) : (row[name] ?? null)]),
    );
    this.steps.push({ kind: 'row', table, key, before: null, after: full });
    this.touch(table, Number(key[keyNames[0] ?? 'id']));
    return id;
  }

  /** Changes the given columns of one row. Columns that already hold the value are left alone; returns whether any changed. */
  updateRow(table: string, key: Row, patch: Row): boolean {
    const before = this.#rows.read(table, key, Object.keys(patch));
    if (before === undefined) throw new Error(`no row of ${table} to update`);
    const after = Object.fromEntries(Object.entries(patch).filter(([name, value]) => before[name] !== value));
    if (Object.keys(after).length === 0) return false;
    this.#rows.update(table, key, this.#stamped(table, after, false));
    const changedBefore = Object.fromEntries(Object.keys(after).map((name) => [name, before[name] ?? null]));
    this.steps.push({ kind: 'row', table, key, before: changedBefore, after });
    this.touch(table, Number(Object.values(key)[0]));
    return true;
  }

  /** Puts a row in the trash (`deleted_at`), or removes it where the table has none (links, settings). */
  deleteRow(table: string, key: Row): void {
    const columns = this.#rows.columns(table);
    if (columns.has('deleted_at')) {
      this.updateRow(table, key, { deleted_at: this.#rows.trashStamp(table, key, this.now) });
      return;
    }
    const before = this.#rows.read(table, key, [...columns]);
    if (before === undefined) return;
    this.#rows.delete(table, key);
    this.steps.push({ kind: 'row', table, key, before, after: null });
    this.touch(table, Number(Object.values(key)[0]));
  }

  /** Appends a row to a log. */
  append(table: string, row: Row & { uid: Uint8Array }, options: AppendOptions): void {
    this.#rows.insert(table, row);
    this.steps.push({ kind: 'log', table, uid: row.uid, owner: options.owner });
    this.touch(table, options.owner, options.keptBy);
  }

  emit<K extends keyof TransactionEvents>(kind: K, event: TransactionEvents[K]): void {
    this.#hooks.emit(this, kind, event);
  }

  /** The raw row writer, for undo itself. */
  get rows(): RowWriter {
    return this.#rows;
  }
}
