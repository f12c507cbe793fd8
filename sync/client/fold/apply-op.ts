import type { BulkBody, CellsBody, EventBody, GeneratedBody, Op } from '../../protocol/op.ts';
import { compareStamps, type Stamp } from '../../protocol/stamp.ts';
import { asItIs, entryId, type FoldRules } from './fold-rules.ts';
import { cellKey, type Erasure, type FoldState } from './fold-state.ts';

const nothing: readonly string[] = [];

/**
 * Applies an op that counts from `stamp`. In whatever order ops come, the state is the same, and again changes nothing.
 * What cannot be applied is put aside, and the rest goes on.
 */
export function applyOp(state: FoldState, op: Op, stamp: Stamp, rules: FoldRules = asItIs): void {
  if (enter(state, op, stamp, rules)) retryWaiting(state, rules);
}

/** A version that knows more, a disk that has a blob it had not: what was put aside is tried again. */
export function retryKept(state: FoldState, rules: FoldRules): void {
  for (const [id, { op, stamp }] of state.unknown) {
    const body = op.body.kind === 'unknown' ? rules.understand(op.body) : null;
    if (body === null) continue;
    state.unknown.delete(id);
    enter(state, { ...op, body }, stamp, rules);
  }
  retryWaiting(state, rules);
}

/** @returns whether there may be rows now that others wait for */
function enter(state: FoldState, op: Op, stamp: Stamp, rules: FoldRules): boolean {
  const { body } = op;
  switch (body.kind) {
    case 'unknown': {
      const understood = rules.understand(body);
      if (understood !== null) return enter(state, { ...op, body: understood }, stamp, rules);
      state.unknown.set(op.id, { op, stamp });
      return false;
    }
    // What somebody held once is no fact.
    case 'digest':
      return false;
    case 'erase':
      applyErasure(state, { ...body, stamp });
      return false;
    case 'bulk':
      return enterBulk(state, op, body, stamp, rules);
    default:
      if (isErased(state.erasures, body.table, stamp)) return false;
      if (!rules.canBe(op)) {
        state.quarantined.set(op.id, { op, stamp });
        return false;
      }
      if (isReady(state, body.needs ?? nothing)) return applyBody(state, body, stamp);
      state.waiting.set(op.id, { op, stamp });
      return false;
  }
}

function enterBulk(state: FoldState, op: Op, body: BulkBody, stamp: Stamp, rules: FoldRules): boolean {
  const entries = rules.entries(body);
  if (entries === undefined) {
    state.waiting.set(op.id, { op, stamp });
    return false;
  }
  state.bulks.set(op.id, { op, stamp });
  for (const [place, entry] of entries.entries()) {
    const id = entryId(stamp.op, place);
    enter(state, { id, at: op.at, body: entry }, { eff: stamp.eff, op: id }, rules);
  }
  return true;
}

/** Whether an erasure has taken what counts from `stamp`. */
export function isErased(erasures: readonly Erasure[], table: string, stamp: Stamp): boolean {
  return erasures.some(({ tables, upToMs }) => stamp.eff.ms <= upToMs && tables.includes(table));
}

function isReady(state: FoldState, needs: readonly string[]): boolean {
  return needs.every((uid) => state.rows.has(uid));
}

/**
 * A field of an op of several has an id of its own, so that what must be sent again can be sent field by field and is still
 * known.
 * @returns whether there is a row that was not there
 */
function applyBody(state: FoldState, body: CellsBody | EventBody | GeneratedBody, stamp: Stamp): boolean {
  if (body.kind === 'cells') {
    const { table, uid, fields, needs = nothing } = body;
    const names = Object.keys(fields);
    let isNew = false;
    for (const field of names) {
      const ofField = names.length === 1 ? stamp : { eff: stamp.eff, op: `${stamp.op}/${field}` };
      const key = cellKey(uid, field);
      const kept = state.cells.get(key);
      // The last writer of a field wins.
      if (kept !== undefined && compareStamps(kept.stamp, ofField) >= 0) continue;
      state.cells.set(key, { table, uid, field, stamp: ofField, value: fields[field]!, needs });
      if (kept === undefined) isNew = addRow(state, uid) || isNew;
    }
    return isNew;
  }
  const { table, uid, row, needs = nothing } = body;
  const rows = body.kind === 'event' ? state.events : state.generated;
  const kept = rows.get(uid);
  // The first one stays, by the moments they count from and not by who came first.
  if (kept !== undefined && compareStamps(kept.stamp, stamp) <= 0) return false;
  rows.set(uid, { table, uid, stamp, row, needs });
  return kept === undefined && addRow(state, uid);
}

function addRow(state: FoldState, uid: string): boolean {
  const count = state.rows.get(uid) ?? 0;
  state.rows.set(uid, count + 1);
  return count === 0;
}

function dropRow(state: FoldState, uid: string): void {
  const left = (state.rows.get(uid) ?? 0) - 1;
  if (left > 0) state.rows.set(uid, left);
  else state.rows.delete(uid);
}

/** Until nothing moves any more: a row that could be made may be what another waits for. */
function retryWaiting(state: FoldState, rules: FoldRules): void {
  for (let hasMoved = state.waiting.size > 0; hasMoved;) {
    hasMoved = false;
    for (const [id, { op, stamp }] of state.waiting) {
      if (!isDue(state, op, rules)) continue;
      state.waiting.delete(id);
      hasMoved = enter(state, op, stamp, rules) || hasMoved;
    }
  }
}

function isDue(state: FoldState, { body }: Op, rules: FoldRules): boolean {
  if (body.kind === 'bulk') return rules.entries(body) !== undefined;
  return !('needs' in body) || isReady(state, body.needs ?? nothing);
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
