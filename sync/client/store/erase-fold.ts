import type { Database } from 'better-sqlite3';
import { closeBase } from '#core/store/derivation-bases.ts';
import { enqueueKeys, type Derivations } from '#core/store/derivations.ts';
import { throughEraseGate } from '#core/store/erase-gate.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { fateOf } from '#core/twin/privacy/what-goes.ts';
import { tables as registry } from '#core/store/migrations/index.ts';
import { tablesOfKinds } from './erasures.ts';
import type { SyncedTable } from './synced-tables.ts';

/** Up to when: by the account's clock where it is later than the eraser's. */
const readErasures = `SELECT kinds, max(up_to, coalesce(
  (SELECT ms FROM sync_rows r WHERE r.tbl = 'erasures' AND r.uid = e.uid), 0)) AS up_to FROM erasures e`;

type Erasure = { kinds: string; up_to: number };

/** An erasure of another device: everything of its tables up to a moment goes, and what arrives of it later. */
export class EraseFold {
  readonly #db: Database;
  readonly #tables: ReadonlyMap<string, SyncedTable>;
  readonly #derivations: Derivations;
  #upTo: ReadonlyMap<string, number> | undefined;

  constructor(db: Database, tables: ReadonlyMap<string, SyncedTable>, derivations: Derivations) {
    this.#db = db;
    this.#tables = tables;
    this.#derivations = derivations;
  }

  /** What a transaction did may have been taken back. */
  forget(): void {
    this.#upTo = undefined;
  }

  /** Whether an erasure took what counts from this moment. */
  hasTaken(table: string, ms: number): boolean {
    this.#upTo ??= this.#read();
    return ms <= (this.#upTo.get(table) ?? -1);
  }

  #read(): ReadonlyMap<string, number> {
    const upTo = new Map<string, number>();
    for (const { kinds, up_to } of this.#db.prepare(readErasures).all() as Erasure[])
      for (const table of tablesOfKinds(kinds)) upTo.set(table, Math.max(upTo.get(table) ?? 0, up_to));
    return upTo;
  }

  apply(tx: WriteTransaction, named: readonly string[], upToMs: number): void {
    this.#upTo = undefined;
    const names = new Set(named);
    throughEraseGate(tx, () => {
      if (names.has('reviews')) this.#db.exec('DELETE FROM session_metrics');
      for (const table of [...this.#tables.values()].toReversed())
        if (names.has(table.name)) this.#eraseRows(tx, table, upToMs);
    });
    this.#forgetWaiting([...names], upToMs);
    this.#clearConclusions(tx, names.has('reviews'));
    tx.emit('behavior.erased', {});
  }

  #eraseRows(tx: WriteTransaction, table: SyncedTable, upToMs: number): void {
    const { name, sync, moment } = table;
    const when =
      sync === 'cells'
        ? 'updated_at'
        : `coalesce((SELECT eff_at FROM eff_clamps e WHERE e.uid = ${name}.uid), ${moment})`;
    // What a later row names stays with it.
    const used = [...this.#tables.values()].flatMap((child) =>
      child.parents.flatMap(({ table: parent, column }) =>
        parent === name && child.name !== name
          ? [`NOT EXISTS (SELECT 1 FROM ${child.name} c WHERE c.${column} = ${name}.id)`]
          : [],
      ),
    );
    const where = [`${when} <= ?`, ...used].join(' AND ');
    this.#db.prepare(`DELETE FROM log_undos WHERE target_table = ? AND updated_at <= ?`).run(name, upToMs);
    this.#db.prepare(`DELETE FROM ${name} WHERE ${where}`).run(upToMs);
    tx.changed(name, 'log_undos');
  }

  #forgetWaiting(names: readonly string[], upToMs: number): void {
    const list = JSON.stringify(names);
    for (const table of ['sync_cells', 'sync_rows', 'sync_shadows'])
      this.#db
        .prepare(
          `DELETE FROM ${table} AS s WHERE tbl IN (SELECT value FROM json_each(?)) AND ms <= ?
             AND ${table === 'sync_rows' ? 'true' : `NOT EXISTS (SELECT 1 FROM sync_rows r WHERE r.tbl = s.tbl AND r.uid = s.uid AND r.ms > ?)`}`,
        )
        .run(...(table === 'sync_rows' ? [list, upToMs] : [list, upToMs, upToMs]));
    this.#db
      .prepare('DELETE FROM quarantine WHERE tbl IN (SELECT value FROM json_each(?)) AND ms <= ?')
      .run(list, upToMs);
  }

  /** What this machine concluded from rows that are gone is concluded anew. */
  #clearConclusions(tx: WriteTransaction, takesReviews: boolean): void {
    for (const [name, fate] of Object.entries(fateOf)) {
      if (!('goes' in fate) || (fate.goes === 'reviews' && !takesReviews)) continue;
      if (name === 'jobs' || name === 'log_undos' || (registry.get(name)?.sync ?? 'never') !== 'never')
        continue;
      this.#db.exec(`DELETE FROM ${name}${fate.only === undefined ? '' : ` WHERE ${fate.only}`}`);
      tx.changed(name);
    }
    if (!takesReviews) return;
    for (const derivation of this.#derivations.whole) {
      derivation.rebuild(tx);
      tx.changed(derivation.name);
    }
    for (const derivation of this.#derivations.keyed) {
      if (derivation.sources['reviews'] === undefined) continue;
      const keys = tx.all(derivation.keys, {}).map(({ key }) => key);
      derivation.clear(tx);
      enqueueKeys(tx, derivation.name, keys);
      closeBase(tx, derivation);
      tx.changed(derivation.name, 'stale_derivations');
    }
  }
}
