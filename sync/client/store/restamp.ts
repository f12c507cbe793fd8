import type { Database } from 'better-sqlite3';
import { uidFromHex } from '#core/store/uid.ts';
import type { Op } from '../../protocol/op.ts';

/** An own op that nobody has seen gets another moment and another id: what it wrote here follows. */
export function restampStored({ db }: { readonly db: Database }, before: Op, after: Op): void {
  const { body } = before;
  const { ms, n } = after.at;
  if (body.kind === 'bulk') {
    // Its entries: by the beginning of their ids.
    for (const table of ['sync_rows', 'sync_cells'])
      db.prepare(
        `UPDATE ${table} SET ms = @ms, n = @n, op = @id || substr(op, length(@old) + 1) WHERE op GLOB @old || '.*'`,
      ).run({ ms, n, id: after.id, old: before.id });
    return;
  }
  if (!('table' in body)) return;
  for (const table of ['sync_rows', 'sync_cells'])
    db.prepare(`UPDATE ${table} SET ms = ?, n = ?, op = ? WHERE tbl = ? AND uid = ? AND op = ?`).run(
      ms,
      n,
      after.id,
      body.table,
      uidFromHex(body.uid),
      before.id,
    );
}
