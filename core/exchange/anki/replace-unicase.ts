import Database from 'better-sqlite3';

const UNICASE = /\bcollate\s+["'`[]?unicase\b["'`\]]?/gi;

/** From schema 15 on, names use a collation `unicase` that only Anki registers, and better-sqlite3 cannot register one. Without it SQLite
 * refuses every statement on a WITHOUT ROWID table that mentions it, such as `fields` and `templates`, so the collation is replaced in
 * the schema of our private copy. Order within the indexes of names is then wrong: readers must use none (`NOT INDEXED`). */
export function replaceUnicase(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('trusted_schema = OFF');
    const rows = db
      .prepare<[], { rowid: number; sql: string }>(
        `SELECT rowid, sql FROM sqlite_schema WHERE typeof(sql) = 'text' AND octet_length(sql) < 100000 AND sql LIKE '%unicase%'`,
      )
      .all();
    if (rows.length === 0) return;
    db.unsafeMode(true);
    db.pragma('journal_mode = MEMORY');
    db.pragma('writable_schema = ON');
    const update = db.prepare<[string, number]>('UPDATE sqlite_schema SET sql = ? WHERE rowid = ?');
    for (const { rowid, sql } of rows) update.run(sql.replaceAll(UNICASE, 'COLLATE BINARY'), rowid);
  } finally {
    db.close();
  }
}
