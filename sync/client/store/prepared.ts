import type { Database, Statement } from 'better-sqlite3';

/** Statements of one connection whose text follows from a table, prepared once each. */
export class Prepared {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database) {
    this.#db = db;
  }

  sql(text: string): Statement {
    let prepared = this.#statements.get(text);
    if (prepared === undefined) {
      prepared = this.#db.prepare(text);
      this.#statements.set(text, prepared);
    }
    return prepared;
  }
}
