import type { Database, Statement } from 'better-sqlite3';
import { asStoreError } from './sqlite-errors.ts';

/**
 * The statement registry: every SQL text of the application is declared here by name, once, so that plans can be
 * tested, slow statements be named, and each connection prepares a text only once.
 */
export type SqlValue = string | number | bigint | Uint8Array | null;
export type SqlParams = Record<string, SqlValue>;

export type StatementDef<Params extends SqlParams, Row> = {
  readonly name: string;
  readonly sql: string;
  /** Phantom members: only their types are used. */
  readonly params?: Params;
  readonly row?: Row;
};

/**
 * SQLite, built with STAT4 as ours is, compares a bare parameter with literals of the text and of partial indexes while
 * it plans, and then plans anew at every run with another value: measured, 80 % of the time of a short statement. A
 * parameter under the unary plus, which changes no value, is left out of that comparison: planned once.
 */
const plannedOnce = (sql: string): string => sql.replaceAll(/@(?=[A-Za-z])/g, '+@');

const registry = new Map<string, StatementDef<SqlParams, unknown>>();

export const statement = <Params extends SqlParams = Record<string, never>, Row = never>(
  name: string,
  sql: string,
): StatementDef<Params, Row> => {
  if (registry.has(name)) throw new Error(`two statements are named ${name}`);
  const def: StatementDef<Params, Row> = { name, sql: plannedOnce(sql) };
  registry.set(name, def);
  return def;
};

export const allStatements = (): readonly StatementDef<SqlParams, unknown>[] => [...registry.values()];

export type SlowStatement = { name: string; ms: number };

/** A page of the file that cannot be read is not a defect of ours: whoever asked hears what it is. */
const told = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error);
  }
};

/** The prepared statements of one connection. */
export class StatementCache {
  readonly #db: Database;
  readonly #prepared = new Map<string, Statement>();
  readonly #onSlow: (slow: SlowStatement) => void;
  readonly #slowMs: number;

  constructor(db: Database, onSlow: (slow: SlowStatement) => void, slowMs = 40) {
    this.#db = db;
    this.#onSlow = onSlow;
    this.#slowMs = slowMs;
  }

  #statement(def: { readonly name: string; readonly sql: string }): Statement {
    let prepared = this.#prepared.get(def.name);
    if (prepared === undefined) {
      prepared = this.#db.prepare(def.sql);
      this.#prepared.set(def.name, prepared);
    }
    return prepared;
  }

  #timed<T>(name: string, work: () => T): T {
    const start = performance.now();
    const result = told(work);
    const ms = performance.now() - start;
    if (ms > this.#slowMs) this.#onSlow({ name, ms });
    return result;
  }

  all<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R[] {
    const prepared = this.#statement(def);
    return this.#timed(def.name, () => prepared.all(params) as R[]);
  }

  get<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R | undefined {
    const prepared = this.#statement(def);
    return this.#timed(def.name, () => prepared.get(params) as R | undefined);
  }

  /** Rows one at a time, for results too large to hold. The connection is busy until the iterator ends. */
  iterate<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): IterableIterator<R> {
    return this.#statement(def).iterate(params) as IterableIterator<R>;
  }

  run<P extends SqlParams>(def: StatementDef<P, unknown>, params: P): number {
    const prepared = this.#statement(def);
    return this.#timed(def.name, () => prepared.run(params).changes);
  }

  /** Runs an INSERT and returns the new local key. */
  insert<P extends SqlParams>(def: StatementDef<P, unknown>, params: P): number {
    return Number(this.#statement(def).run(params).lastInsertRowid);
  }
}
