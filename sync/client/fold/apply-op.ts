import type { CellsBody, EventBody, GeneratedBody, Op } from '../../protocol/op.ts';
import { compareStamps, type Stamp } from '../../protocol/stamp.ts';
import { cellKey, type Cell, type Erasure, type FoldState } from './fold-state.ts';

const nothing: readonly string[] = [];

/**
 * Applies an op that counts from `stamp`. In whatever order ops come, the state is the same.
 * @param canBe false for what no device can apply: it is put aside, and the rest goes on
 */
export function applyOp(
  state: FoldState,
  op: Op,
  stamp: Stamp,
  canBe: (op: Op) => boolean = () => true,
): void {
  const { body } = op;
  if (body.kind === 'unknown') {
    state.unknown.set(op.id, { op, stamp });
    return;
  }
  if (body.kind === 'erase') {
    applyErasure(state, { ...body, stamp });
    return;
  }
  if (isErased(state.erasures, body.table, stamp)) return;
  if (!canBe(op)) {
    state.quarantined.set(op.id, { op, stamp });
    return;
  }
  if (!isReady(state, body.needs ?? nothing)) {
    state.waiting.set(op.id, { op, stamp });
    return;
  }
  applyBody(state, body, stamp);
  retryWaiting(state);
}

/** Whether an erasure has taken what counts from `stamp`. */
export function isErased(erasures: readonly Erasure[], table: string, stamp: Stamp): boolean {
  return erasures.some(({ tables, upToMs }) => stamp.eff.ms <= upToMs && tables.includes(table));
}

function isReady(state: FoldState, needs: readonly string[]): boolean {
  return needs.every((uid) => state.rows.has(uid));
}

function applyBody(state: FoldState, body: CellsBody | EventBody | GeneratedBody, stamp: Stamp): void {
  if (body.kind === 'cells') {
    const { table, uid, fields, needs = nothing } = body;
    const entries = Object.entries(fields);
    for (const [field, value] of entries) {
      const ofField = entries.length === 1 ? stamp : { eff: stamp.eff, op: `${stamp.op}/${field}` };
      mergeCell(state, { table, uid, field, stamp: ofField, value, needs });
    }
    return;
  }
  const { table, uid, row, needs = nothing } = body;
  const rows = body.kind === 'event' ? state.events : state.generated;
  const kept = rows.get(uid);
  // The first one stays, by the moments they count from and not by who came first.
  if (kept !== undefined && compareStamps(kept.stamp, stamp) <= 0) return;
  rows.set(uid, { table, uid, stamp, row, needs });
  if (kept === undefined) addRow(state, uid);
}

/**
 * The last writer of a field wins. A field of an op of several has an id of its own, so that what must be sent again can be
 * sent field by field and is still known.
 */
function mergeCell(state: FoldState, cell: Cell): void {
  const key = cellKey(cell.uid, cell.field);
  const kept = state.cells.get(key);
  if (kept !== undefined && compareStamps(kept.stamp, cell.stamp) >= 0) return;
  state.cells.set(key, cell);
  if (kept === undefined) addRow(state, cell.uid);
}

function addRow(state: FoldState, uid: string): void {
  state.rows.set(uid, (state.rows.get(uid) ?? 0) + 1);
}

function dropRow(state: FoldState, uid: string): void {
  const left = (state.rows.get(uid) ?? 0) - 1;
  if (left > 0) state.rows.set(uid, left);
  else state.rows.delete(uid);
}

function retryWaiting(state: FoldState): void {
  for (const [id, { op, stamp }] of state.waiting) {
    const { body } = op;
    if (body.kind === 'unknown' || body.kind === 'erase' || !isReady(state, body.needs ?? nothing)) continue;
    state.waiting.delete(id);
    applyBody(state, body, stamp);
    retryWaiting(state);
    return;
  }
}

function applyErasure(state: FoldState, erasure: Erasure): void {
  if (state.erasures.some(({ stamp }) => stamp.op === erasure.stamp.op)) return;
  state.erasures.push(erasure);
  const one = [erasure];
  for (const rows of [state.events, state.generated])
    for (const [uid, { table, stamp }] of rows)
      if (isErased(one, table, stamp)) {
        rows.delete(uid);
        dropRow(state, uid);
      }
  for (const [key, { table, uid, stamp }] of state.cells)
    if (isErased(one, table, stamp)) {
      state.cells.delete(key);
      dropRow(state, uid);
    }
  for (const kept of [state.waiting, state.quarantined])
    for (const [id, { op, stamp }] of kept)
      if ('table' in op.body && isErased(one, op.body.table, stamp)) kept.delete(id);
}
