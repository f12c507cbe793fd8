import { RpcError } from '../rpc/errors.ts';
import { statement } from './statements.ts';
import type { StoreReader } from './reader.ts';
import { decodeSteps, encodeSteps, type Row, type UndoStep } from './undo-steps.ts';
import type { WriteTransaction } from './write-transaction.ts';

/** Bulk operations reverse themselves: a merge of 100,000 notes is one step, not 100,000. */
export type Undoer = {
  undo(tx: WriteTransaction, data: Row): void;
  redo(tx: WriteTransaction, data: Row): void;
};
export type Undoers = Readonly<Record<string, Undoer>>;

export type UndoEntry = { id: number; at: number; command: string; subject: string };
type StoredEntry = UndoEntry & { steps: Uint8Array };

export const undoDays = 30;
export const undoBytes = 200 * 2 ** 20;

const insertEntry = statement<{ at: number; command: string; subject: string; steps: Uint8Array }>(
  'undo.insertEntry',
  'INSERT INTO undo_log (at, command, subject, steps) VALUES (@at, @command, @subject, @steps)',
);
const dropUndone = statement('undo.dropUndone', 'DELETE FROM undo_log WHERE undone = 1');
const lastDone = statement<Record<string, never>, StoredEntry>(
  'undo.lastDone',
  'SELECT id, at, command, subject, steps FROM undo_log WHERE undone = 0 ORDER BY id DESC LIMIT 1',
);
const firstUndone = statement<Record<string, never>, StoredEntry>(
  'undo.firstUndone',
  'SELECT id, at, command, subject, steps FROM undo_log WHERE undone = 1 ORDER BY id LIMIT 1',
);
/** The same without what would have to be reversed, which can be large. */
const nextUndo = statement<Record<string, never>, UndoEntry>(
  'undo.nextUndo',
  'SELECT id, at, command, subject FROM undo_log WHERE undone = 0 ORDER BY id DESC LIMIT 1',
);
const nextRedo = statement<Record<string, never>, UndoEntry>(
  'undo.nextRedo',
  'SELECT id, at, command, subject FROM undo_log WHERE undone = 1 ORDER BY id LIMIT 1',
);
const setUndone = statement<{ id: number; undone: number }>(
  'undo.setUndone',
  'UPDATE undo_log SET undone = @undone WHERE id = @id',
);
const dropOld = statement<{ before: number }>('undo.dropOld', 'DELETE FROM undo_log WHERE at < @before');
const dropOverBudget = statement<{ budget: number }>(
  'undo.dropOverBudget',
  `DELETE FROM undo_log WHERE id IN (
     SELECT id FROM (SELECT id, sum(length(steps)) OVER (ORDER BY id DESC) AS total FROM undo_log) WHERE total > @budget)`,
);
const upsertLogUndo = statement<{ uid: Uint8Array; table: string; undone: number; now: number }>(
  'undo.upsertLogUndo',
  `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at) VALUES (@uid, @table, @undone, @now, @now)
   ON CONFLICT (target_uid) DO UPDATE SET undone = excluded.undone, updated_at = excluded.updated_at`,
);

/** Records how to reverse a write. A new command ends the possibility to redo what was undone before it. */
export const recordUndo = (tx: WriteTransaction, command: string, subject: string): void => {
  tx.run(dropUndone, {});
  tx.run(insertEntry, { at: tx.now, command, subject, steps: encodeSteps(tx.steps) });
  tx.changed('undo_log');
};

const rowStep = (
  tx: WriteTransaction,
  step: Extract<UndoStep, { kind: 'row' }>,
  from: Row | null,
  to: Row | null,
): void => {
  const columns = tx.rows.columns(step.table);
  const stamp: Row = columns.has('updated_at') ? { updated_at: tx.now } : {};
  if (from === null && to !== null) {
    const present = tx.rows.read(step.table, step.key, Object.keys(step.key)) !== undefined;
    if (present) tx.rows.update(step.table, step.key, { deleted_at: null, ...stamp });
    else tx.rows.insert(step.table, to);
  } else if (to === null) {
    if (columns.has('deleted_at')) {
      const deletedAt = tx.rows.trashStamp(step.table, step.key, tx.now);
      tx.rows.update(step.table, step.key, { deleted_at: deletedAt, ...stamp });
    } else tx.rows.delete(step.table, step.key);
  } else {
    tx.rows.update(step.table, step.key, { ...to, ...stamp });
  }
  tx.touch(step.table, Number(Object.values(step.key)[0]));
};

const applyStep = (tx: WriteTransaction, undoers: Undoers, step: UndoStep, undo: boolean): void => {
  if (step.kind === 'row') {
    if (undo) rowStep(tx, step, step.after, step.before);
    else rowStep(tx, step, step.before, step.after);
    return;
  }
  if (step.kind === 'log') {
    tx.run(upsertLogUndo, { uid: step.uid, table: step.table, undone: undo ? 1 : 0, now: tx.now });
    tx.changed('log_undos');
    tx.touch(step.table, step.owner);
    tx.emit('log.toggled', { table: step.table, uid: step.uid, owner: step.owner, undone: undo });
    return;
  }
  const undoer = undoers[step.name];
  if (undoer === undefined) throw new Error(`nothing can undo ${step.name}`);
  if (undo) undoer.undo(tx, step.data);
  else undoer.redo(tx, step.data);
};

const publicEntry = ({ id, at, command, subject }: StoredEntry): UndoEntry => ({ id, at, command, subject });

/**
 * Reverses the newest command that is in force, or brings back the last one undone; null when there is none. With
 * `expected`, that entry or none: throws `conflict` where another command came in between.
 */
export const applyUndo = (
  tx: WriteTransaction,
  undoers: Undoers,
  direction: 'undo' | 'redo',
  expected?: number,
): UndoEntry | null => {
  const entry = tx.get(direction === 'undo' ? lastDone : firstUndone, {});
  if (expected !== undefined && entry?.id !== expected) throw new RpcError('conflict', { entry: expected });
  if (entry === undefined) return null;
  const steps = decodeSteps(entry.steps);
  const ordered = direction === 'undo' ? steps.toReversed() : steps;
  for (const step of ordered) applyStep(tx, undoers, step, direction === 'undo');
  tx.run(setUndone, { id: entry.id, undone: direction === 'undo' ? 1 : 0 });
  tx.changed('undo_log');
  return publicEntry(entry);
};

const countBetween = statement<{ low: number; high: number; undone: number }, { n: number }>(
  'undo.countBetween',
  'SELECT count(*) AS n FROM undo_log WHERE undone = @undone AND id BETWEEN @low AND @high',
);

/**
 * Takes back every command from the newest down to `target`, or does again every one from the first undone up to it, in
 * this one transaction. Returns how many. Throws `conflict` where it would not begin at `from`, or where `target` is not
 * (any more) what can be reached that way.
 */
export const applyUndoTo = (
  tx: WriteTransaction,
  undoers: Undoers,
  direction: 'undo' | 'redo',
  target: number,
  from: number,
): number => {
  const [low, high] = direction === 'undo' ? [target, from] : [from, target];
  const undone = direction === 'undo' ? 0 : 1;
  const reachable = (id: number): boolean => tx.get(countBetween, { low: id, high: id, undone })?.n === 1;
  const head = tx.get(direction === 'undo' ? nextUndo : nextRedo, {});
  if (head?.id !== from || low > high || !reachable(target))
    throw new RpcError('conflict', { entry: target, from });
  const steps = tx.get(countBetween, { low, high, undone })?.n ?? 0;
  for (let step = 0; step < steps; step += 1) applyUndo(tx, undoers, direction);
  return steps;
};

export const undoState = (reader: StoreReader): { undo: UndoEntry | null; redo: UndoEntry | null } => ({
  undo: reader.get(nextUndo, {}) ?? null,
  redo: reader.get(nextRedo, {}) ?? null,
});

/** Keeps 30 days and 200 MB of undo, the newest of it. */
export const pruneUndo = (tx: WriteTransaction, budget = undoBytes): void => {
  tx.run(dropOld, { before: tx.now - undoDays * 86_400_000 });
  tx.run(dropOverBudget, { budget });
};
