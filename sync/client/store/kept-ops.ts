import type { Database, Statement } from 'better-sqlite3';
import { decodeFrame, encodeFrame } from '../../protocol/frame.ts';
import type { Op } from '../../protocol/op.ts';
import type { Stamp } from '../../protocol/stamp.ts';

export type Why = 'newer' | 'refused' | 'held';

/** An op that is not applied, and the moment it counts from. */
export interface KeptOp {
  readonly op: Op;
  readonly stamp: Stamp;
}

type KeptRow = { id: string; ms: number; n: number; frame: Uint8Array };

/** Ops that wait for their parent, and those that cannot be applied: kept as they came, and in every snapshot. */
export class KeptOps {
  readonly #wait: Statement;
  readonly #waiting: Statement;
  readonly #isWaiting: Statement;
  readonly #dropWaiting: Statement;
  readonly #quarantine: Statement;
  readonly #held: Statement;
  readonly #allQuarantined: Statement;
  readonly #dropQuarantined: Statement;
  readonly #any: Statement;

  constructor(db: Database) {
    this.#wait = db.prepare('INSERT OR REPLACE INTO pending_ops (id, ms, n, frame) VALUES (?, ?, ?, ?)');
    this.#waiting = db.prepare('SELECT id, ms, n, frame FROM pending_ops ORDER BY ms, n, id');
    this.#isWaiting = db.prepare('SELECT 1 FROM pending_ops WHERE id = ?');
    this.#dropWaiting = db.prepare('DELETE FROM pending_ops WHERE id = ?');
    this.#quarantine = db.prepare(
      `INSERT OR REPLACE INTO quarantine (id, ms, n, frame, why, tbl, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#held = db.prepare(`SELECT id, ms, n, frame FROM quarantine WHERE why = ? ORDER BY ms, n, id`);
    this.#allQuarantined = db.prepare('SELECT id, ms, n, frame FROM quarantine ORDER BY ms, n, id');
    this.#dropQuarantined = db.prepare('DELETE FROM quarantine WHERE id = ?');
    this.#any = db.prepare(
      'SELECT EXISTS (SELECT 1 FROM pending_ops) OR EXISTS (SELECT 1 FROM quarantine) OR EXISTS (SELECT 1 FROM sync_absent) AS found',
    );
  }

  /** Whether something of the account is not in the rows of this device. */
  get isIncomplete(): boolean {
    return (this.#any.get() as { found: number }).found === 1;
  }

  wait(op: Op, { eff }: Stamp): void {
    this.#wait.run(op.id, eff.ms, eff.n, encodeFrame(op));
  }

  isWaiting(id: string): boolean {
    return this.#isWaiting.get(id) !== undefined;
  }

  waiting(): KeptOp[] {
    return (this.#waiting.all() as KeptRow[]).map(keptOf);
  }

  dropWaiting(id: string): void {
    this.#dropWaiting.run(id);
  }

  quarantine(op: Op, { eff }: Stamp, why: Why, detail: string, atMs: number): void {
    const table = 'table' in op.body ? op.body.table : null;
    this.#quarantine.run(op.id, eff.ms, eff.n, encodeFrame(op), why, table, detail, atMs);
  }

  quarantined(why?: Why): KeptOp[] {
    const rows = why === undefined ? this.#allQuarantined.all() : this.#held.all(why);
    return (rows as KeptRow[]).map(keptOf);
  }

  dropQuarantined(id: string): void {
    this.#dropQuarantined.run(id);
  }
}

function keptOf({ id, ms, n, frame }: KeptRow): KeptOp {
  return { op: decodeFrame(frame), stamp: { eff: { ms, n }, op: id } };
}
