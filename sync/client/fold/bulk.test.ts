import { describe, expect, it } from 'vitest';
import type { Op, OpBody } from '../../protocol/op.ts';
import { applyOp, retryKept } from './apply-op.ts';
import { asItIs, bulkOf, entryId, type FoldRules } from './fold-rules.ts';
import { newFoldState, type FoldState } from './fold-state.ts';
import { missingOps } from './missing-ops.ts';

const at = { ms: 1000, n: 0 };
const entries: OpBody[] = [
  { kind: 'event', table: 'reviews', uid: 'review', row: { rating: 3 }, needs: ['note'] },
  { kind: 'cells', table: 'notes', uid: 'note', fields: { front: 'a', back: 'b' } },
];
const bulk: Op = {
  id: 'op',
  at,
  body: { kind: 'bulk', blob: 'address', bytes: 10, tables: ['notes', 'reviews'], entries: 2 },
};
const withBlob: FoldRules = { ...asItIs, entries: () => entries };
const folded = (op: Op, rules: FoldRules): FoldState => {
  const state = newFoldState();
  applyOp(state, op, { eff: at, op: op.id }, rules);
  return state;
};

describe('an import', () => {
  it('waits for its blob, and then is as if it had been there', () => {
    const state = folded(bulk, asItIs);
    expect([...state.waiting.keys()]).toEqual(['op']);
    expect(state.cells.size).toBe(0);
    retryKept(state, withBlob);
    expect(state).toEqual(folded(bulk, withBlob));
    expect(state.events.get('review')?.stamp).toEqual({ eff: at, op: entryId('op', 0) });
    expect(state.cells.get('note/front')?.stamp.op).toBe('op.1/front');
    expect(bulkOf('op.1/front')).toBe('op');
    expect(bulkOf('op/front')).toBeNull();
  });

  it('is erased like other rows, also where its blob comes after the erasure', () => {
    const erase: Op = { id: 'erase', at, body: { kind: 'erase', tables: ['reviews'], upToMs: 1000 } };
    const state = folded(erase, asItIs);
    applyOp(state, bulk, { eff: at, op: 'op' }, asItIs);
    retryKept(state, withBlob);
    expect(state.events.size).toBe(0);
    expect(state.cells.size).toBe(2);
  });

  it('is sent again as one op, and row by row where some of it was erased or the op is gone', () => {
    const mine = folded(bulk, withBlob);
    expect(missingOps(mine, newFoldState())).toEqual([bulk]);
    expect(missingOps(mine, folded(bulk, withBlob))).toEqual([]);
    const erase: Op = { id: 'erase', at, body: { kind: 'erase', tables: ['reviews'], upToMs: 1000 } };
    const ids = (ops: Op[]): string[] => ops.map(({ id }) => id);
    expect(ids(missingOps(mine, folded(erase, asItIs)))).toEqual(['op.1/front', 'op.1/back']);
    const fromSnapshot = folded(bulk, withBlob);
    fromSnapshot.bulks.clear();
    expect(ids(missingOps(fromSnapshot, newFoldState()))).toEqual(['op.1/front', 'op.1/back', 'op.0']);
  });
});

describe('an op of a newer kind', () => {
  it('is kept as it came, sent on as it came, and applied by a version that knows it', () => {
    const body = { kind: 'unknown', name: 'vote', version: 2, bytes: Uint8Array.of(1, 2, 3) } as const;
    const op: Op = { id: 'newer', at, body };
    const state = folded(op, asItIs);
    expect(missingOps(state, newFoldState())).toEqual([op]);
    const said: OpBody = { kind: 'event', table: 'votes', uid: 'vote', row: { for: true } };
    retryKept(state, { ...asItIs, understand: () => said });
    expect(state.unknown.size).toBe(0);
    expect(state.events.get('vote')?.stamp).toEqual({ eff: at, op: 'newer' });
  });
});
