import { RpcError } from '#core/rpc/errors.ts';
import { statement } from '#core/store/statements.ts';
import type { StoreReader } from '#core/store/reader.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import type { Value } from '../../protocol/op.ts';
import { unpackValue } from './value-bytes.ts';
import type { SyncStore } from './sync-store.ts';

type ConflictRow = {
  id: number;
  at: number;
  tbl: string;
  uid: Uint8Array;
  field: string;
  kept: Uint8Array;
  lost: Uint8Array;
  mine_lost: number;
  restored_at: number | null;
};

/** Two devices wrote one field; one value stands, the other is kept here for 30 days. */
export interface LoggedConflict {
  readonly id: number;
  readonly at: number;
  readonly table: string;
  readonly uid: string;
  readonly field: string;
  readonly kept: Value;
  readonly lost: Value;
  readonly mineLost: boolean;
  readonly isRestored: boolean;
}

const columns = 'id, at, tbl, uid, field, kept, lost, mine_lost, restored_at';
const newest = statement<{ limit: number }, ConflictRow>(
  'sync.conflicts',
  `SELECT ${columns} FROM conflict_log ORDER BY at DESC, id DESC LIMIT @limit`,
);
const byId = statement<{ id: number }, ConflictRow>(
  'sync.conflictById',
  `SELECT ${columns} FROM conflict_log WHERE id = @id`,
);
const markRestored = statement<{ id: number; at: number }>(
  'sync.markRestored',
  'UPDATE conflict_log SET restored_at = @at WHERE id = @id',
);

const told = (row: ConflictRow): LoggedConflict => ({
  id: row.id,
  at: row.at,
  table: row.tbl,
  uid: uidToHex(row.uid),
  field: row.field,
  kept: unpackValue(row.kept),
  lost: unpackValue(row.lost),
  mineLost: row.mine_lost === 1,
  isRestored: row.restored_at !== null,
});

/** Newest first. */
export const readConflicts = (reader: StoreReader, limit: number): LoggedConflict[] =>
  reader.all(newest, { limit }).map(told);

/**
 * Writes what lost as if the owner had just entered it: undoable, and told to the other devices.
 * @throws RpcError `not_found` where the conflict or its row is not here any more
 */
export const restoreConflict = (tx: WriteTransaction, sync: SyncStore, id: number): void => {
  const row = tx.get(byId, { id });
  if (row === undefined) throw new RpcError('not_found', { conflict: id });
  const { table, uid, field, lost } = told(row);
  const here = sync.addressOf(table, uid, { [field]: lost });
  if (here === undefined) throw new RpcError('not_found', { conflict: id });
  tx.updateRow(table, here.key, here.columns);
  tx.run(markRestored, { id, at: tx.now });
};
