import type { Database, Statement } from 'better-sqlite3';
import { uidFromHex } from '#core/store/uid.ts';
import type { Value } from '../../protocol/op.ts';
import { packValue } from './value-bytes.ts';

export interface Conflict {
  readonly table: string;
  readonly uid: string;
  readonly field: string;
  readonly kept: Value;
  readonly lost: Value;
  /** Whether this device's own value is the one that lost. */
  readonly mineLost: boolean;
}

export const CONFLICT_DAYS = 30;

/** Fields that a person can tell apart; the order of things and the like is decided without a word. */
const silent = new Set(['created_at', 'position', 'batch_id', 'source_modified_at', 'present']);

/** What lost where two devices wrote one field without knowing of each other: kept for 30 days. */
export class ConflictLog {
  readonly #insert: Statement;
  readonly #prune: Statement;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#now = now;
    this.#insert = db.prepare(
      'INSERT INTO conflict_log (at, tbl, uid, field, kept, lost, mine_lost) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#prune = db.prepare('DELETE FROM conflict_log WHERE at < ?');
  }

  note({ table, uid, field, kept, lost, mineLost }: Conflict): void {
    if (silent.has(field)) return;
    this.#insert.run(
      this.#now(),
      table,
      uidFromHex(uid),
      field,
      packValue(kept),
      packValue(lost),
      Number(mineLost),
    );
  }

  prune(): void {
    this.#prune.run(this.#now() - CONFLICT_DAYS * 86_400_000);
  }
}
