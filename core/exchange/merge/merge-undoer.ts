import { z } from 'zod';
import { enqueueKeys } from '../../store/derivations.ts';
import { statement } from '../../store/statements.ts';
import type { Row } from '../../store/undo-steps.ts';
import type { Undoer } from '../../store/undo.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { countAnswers, recountAnswers } from './merge-days.ts';
import { setLogRowsUndone, type LogRows } from './merge-logs.ts';

const parts = [
  'cards',
  'notes',
  'media',
  'learning_objectives',
  'lectures',
  'courses',
  'note_types',
  'course_presets',
] as const;
type Stamped = { batch: number; now: number };

/** What a merge made carries its batch. Undoing puts exactly that in the trash; what was there before keeps its place. */
const putAway = parts.map((part) =>
  statement<Stamped>(
    `merge.putAway.${part}`,
    // Never the moment of making itself: that is how a ghost looks.
    `UPDATE ${part} SET deleted_at = max(@now, created_at + 1), updated_at = @now WHERE batch_id = @batch AND deleted_at IS NULL`,
  ),
);
const bringBack = parts.map((part) =>
  statement<Stamped>(
    `merge.bringBack.${part}`,
    `UPDATE ${part} SET deleted_at = NULL, updated_at = @now WHERE batch_id = @batch AND deleted_at <> created_at`,
  ),
);
const markBatch = statement<{ batch: number; undoneAt: number | null; now: number }>(
  'merge.markBatch',
  'UPDATE batches SET undone_at = @undoneAt, updated_at = @now WHERE id = @batch',
);
const leaveStudy = statement<{ batch: number }>(
  'merge.leaveStudy',
  'UPDATE card_states SET queue = -1 WHERE card_id IN (SELECT id FROM cards WHERE batch_id = @batch)',
);
const cardsOfBatch = statement<{ batch: number }, { id: number }>(
  'merge.cardsOfBatch',
  'SELECT id FROM cards WHERE batch_id = @batch',
);
const notesOfBatch = statement<{ batch: number }, { id: number }>(
  'merge.notesOfBatch',
  'SELECT id FROM notes WHERE batch_id = @batch',
);

const cardsOf = (tx: WriteTransaction, batch: number): number[] =>
  tx.all(cardsOfBatch, { batch }).map((row) => row.id);

const announce = (tx: WriteTransaction): void =>
  tx.changed(
    'batches',
    ...parts,
    'card_states',
    'daily_rollups',
    'hourly_rollups',
    'session_metrics',
    'note_search',
    'reviews',
  );

const enqueueNotes = (tx: WriteTransaction, batch: number): void =>
  enqueueKeys(
    tx,
    'note_search',
    tx.all(notesOfBatch, { batch }).map((row) => row.id),
  );

const logRows = z.array(
  z.object({
    log: z.enum(['reviews', 'schedule_changes', 'card_baselines']),
    uids: z.array(z.string()),
    cards: z.array(z.int()),
  }),
);

type Merged = { batch: number; anyRestored: boolean; logs: LogRows[]; made: number[]; gained: number[] };

/** What a merge left to undo: the cards it made, and the cards of the store that gained rows in their logs. */
const mergedBy = (tx: WriteTransaction, data: Row): Merged => {
  const batch = Number(data['batch']);
  const logs = logRows.parse(JSON.parse(String(data['logs'])));
  const gained = [...new Set(logs.flatMap(({ cards }) => cards))];
  return { batch, anyRestored: Number(data['restored']) > 0, logs, made: cardsOf(tx, batch), gained };
};

/**
 * Undo of an import: one stroke, however large it was. Reviews stay in the log; those of its cards, and those it gave
 * to others, count no longer.
 */
export const mergeUndoer: Undoer = {
  undo: (tx, data) => {
    const { batch, anyRestored, logs, made, gained } = mergedBy(tx, data);
    if (!anyRestored) countAnswers(tx, [...new Set([...made, ...gained])], -1);
    setLogRowsUndone(tx, logs, true);
    for (const def of putAway) tx.run(def, { batch, now: tx.now });
    tx.run(leaveStudy, { batch });
    tx.run(markBatch, { batch, undoneAt: tx.now, now: tx.now });
    enqueueNotes(tx, batch);
    if (anyRestored) recountAnswers(tx);
    else countAnswers(tx, gained, 1);
    announce(tx);
  },
  redo: (tx, data) => {
    const { batch, logs, made, gained } = mergedBy(tx, data);
    countAnswers(tx, gained, -1);
    for (const def of bringBack) tx.run(def, { batch, now: tx.now });
    tx.run(markBatch, { batch, undoneAt: null, now: tx.now });
    setLogRowsUndone(tx, logs, false);
    enqueueKeys(tx, 'card_states', made);
    enqueueNotes(tx, batch);
    countAnswers(tx, [...new Set([...made, ...gained])], 1);
    announce(tx);
  },
};
