import type { Op } from '../../protocol/op.ts';
import { compareStamps } from '../../protocol/stamp.ts';
import { isErased } from './apply-op.ts';
import { bulkOf } from './fold-rules.ts';
import type { FoldState, KeptOp, Row } from './fold-state.ts';

/**
 * The ops that say what `mine` knows and `theirs` lacks: what to send after a first join with data, a lost or restored
 * server, or a new epoch. Each keeps its id, so that several devices that send the same one send it once.
 */
export function missingOps(mine: FoldState, theirs: FoldState): Op[] {
  const ops: Op[] = [];
  const bulks = new Set<KeptOp>();
  const add = (op: Op): void => {
    const bulk = wholeBulk(mine, theirs, op.id);
    if (bulk === undefined) ops.push(op);
    else bulks.add(bulk);
  };
  const isGone = (table: string, stamp: Row['stamp']): boolean => isErased(theirs.erasures, table, stamp);
  for (const { tables, upToMs, stamp } of mine.erasures)
    if (!theirs.erasures.some((erasure) => erasure.stamp.op === stamp.op))
      ops.push({ id: stamp.op, at: stamp.eff, body: { kind: 'erase', tables, upToMs } });
  for (const [key, cell] of mine.cells) {
    const kept = theirs.cells.get(key);
    if (kept !== undefined && (kept.stamp.op === cell.stamp.op || compareStamps(kept.stamp, cell.stamp) > 0))
      continue;
    const { table, uid, field, stamp, value, needs } = cell;
    if (!isGone(table, stamp))
      add({
        id: stamp.op,
        at: stamp.eff,
        body: { kind: 'cells', table, uid, fields: { [field]: value }, needs },
      });
  }
  for (const [uid, { table, stamp, row, needs }] of mine.events)
    if (!theirs.events.has(uid) && !isGone(table, stamp))
      add({ id: stamp.op, at: stamp.eff, body: { kind: 'event', table, uid, row, needs } });
  for (const [uid, { table, stamp, row, needs }] of mine.generated) {
    const kept = theirs.generated.get(uid);
    if (kept === undefined || compareStamps(kept.stamp, stamp) > 0)
      if (!isGone(table, stamp))
        add({ id: stamp.op, at: stamp.eff, body: { kind: 'generated', table, uid, row, needs } });
  }
  for (const key of ['waiting', 'unknown', 'quarantined'] as const)
    for (const [id, { op, stamp }] of mine[key])
      if (!theirs[key].has(id) && !('table' in op.body && isGone(op.body.table, stamp)))
        add({ ...op, at: stamp.eff });
  for (const { op, stamp } of bulks) ops.push({ ...op, at: stamp.eff });
  return ops;
}

/** The bulk op an entry came with, where it can go as a whole: nothing in its blob was erased. */
function wholeBulk(mine: FoldState, theirs: FoldState, id: string): KeptOp | undefined {
  if (mine.bulks.size === 0) return undefined;
  const bulk = mine.bulks.get(bulkOf(id) ?? '');
  if (bulk?.op.body.kind !== 'bulk') return undefined;
  const { op, stamp } = bulk;
  const hasGone = [...mine.erasures, ...theirs.erasures].some(
    ({ tables, upToMs }) =>
      stamp.eff.ms <= upToMs &&
      op.body.kind === 'bulk' &&
      op.body.tables.some((table) => tables.includes(table)),
  );
  return hasGone ? undefined : bulk;
}
