import type { Database, Statement } from 'better-sqlite3';
import { uidFromHex, uidToHex } from '#core/store/uid.ts';

const everything = new Uint8Array(16);

type Marked = { tbl: string; uid: Uint8Array; field: string };

/** Rows whose fields are known and that cannot be made yet; and, while an epoch is joined, what it has. */
export class JoinMarks {
  readonly #addAbsent: Statement;
  readonly #dropAbsent: Statement;
  readonly #absent: Statement;
  readonly #mark: Statement;
  readonly #isMarked: Statement;
  readonly #later: Statement;
  readonly #clear: Statement;
  /** Set by whoever holds the record. */
  isJoining = false;
  /** The epoch is read again, because rows here may not be what was written. */
  isRereading = false;

  constructor(db: Database) {
    this.#addAbsent = db.prepare('INSERT OR IGNORE INTO sync_absent (tbl, uid) VALUES (?, ?)');
    this.#dropAbsent = db.prepare('DELETE FROM sync_absent WHERE tbl = ? AND uid = ?');
    this.#absent = db.prepare('SELECT tbl, uid FROM sync_absent');
    this.#mark = db.prepare('INSERT OR IGNORE INTO sync_joining (tbl, uid, field) VALUES (?, ?, ?)');
    this.#isMarked = db.prepare(
      `SELECT EXISTS (SELECT 1 FROM sync_joining WHERE tbl = ? AND uid = ? AND field = '') AS found`,
    );
    this.#later = db.prepare(
      `SELECT tbl, uid, field FROM sync_joining WHERE field <> '' ORDER BY tbl, uid, field`,
    );
    this.#clear = db.prepare('DELETE FROM sync_joining');
  }

  addAbsent(table: string, uid: string): void {
    this.#addAbsent.run(table, uidFromHex(uid));
  }

  dropAbsent(table: string, uid: string): void {
    this.#dropAbsent.run(table, uidFromHex(uid));
  }

  absent(): { table: string; uid: string }[] {
    return (this.#absent.all() as Marked[]).map(({ tbl, uid }) => ({ table: tbl, uid: uidToHex(uid) }));
  }

  /** The epoch has this row. */
  has(table: string, uid: string): void {
    if (this.isJoining) this.#mark.run(table, uidFromHex(uid), '');
  }

  isInEpoch(table: string, uid: string): boolean {
    return (this.#isMarked.get(table, uidFromHex(uid)) as { found: number }).found === 1;
  }

  mineIsLater(table: string, uid: string, field: string): void {
    if (this.isJoining) this.#mark.run(table, uidFromHex(uid), field);
  }

  later(): { table: string; uid: string; field: string }[] {
    return (this.#later.all() as Marked[]).map(({ tbl, uid, field }) => ({
      table: tbl,
      uid: uidToHex(uid),
      field,
    }));
  }

  /** The epoch was made of what is here: nothing is to be compared. */
  allMine(): void {
    this.#mark.run('*', everything, '');
  }

  isAllMine(): boolean {
    return (this.#isMarked.get('*', everything) as { found: number }).found === 1;
  }

  clear(): void {
    this.#clear.run();
  }
}
