import { countAnswers } from '#core/exchange/merge/merge-days.ts';
import { statement } from '#core/store/statements.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';

const cardsOfBatch = statement<{ batch: number }, { id: number }>(
  'sync.cardsOfBatch',
  'SELECT id FROM cards WHERE batch_id = @batch',
);
const ownerOf = {
  reviews: statement<{ uid: Uint8Array }, { owner: number }>(
    'sync.ownerOfReview',
    'SELECT card_id AS owner FROM reviews WHERE uid = @uid AND session_id IS NOT NULL',
  ),
  schedule_changes: statement<{ uid: Uint8Array }, { owner: number }>(
    'sync.ownerOfChange',
    'SELECT card_id AS owner FROM schedule_changes WHERE uid = @uid',
  ),
  assessment_answers: statement<{ uid: Uint8Array }, { owner: number }>(
    'sync.ownerOfTestAnswer',
    'SELECT assessment_id AS owner FROM assessment_answers WHERE uid = @uid',
  ),
} as const;

/**
 * Runs a change of an entered row with what the program keeps beside it: an import taken back takes its answers out of all
 * counts, and a log row that is undone or redone is told to whoever counts.
 */
export function aroundChange(
  tx: WriteTransaction,
  table: string,
  before: Row | null,
  after: Row | null,
  change: () => void,
): void {
  if (
    table === 'batches' &&
    (before?.['undone_at'] ?? null) !== (after?.['undone_at'] ?? null) &&
    before !== null
  ) {
    const cards = tx.all(cardsOfBatch, { batch: Number(before['id']) }).map(({ id }) => id);
    countAnswers(tx, cards, -1);
    change();
    countAnswers(tx, cards, 1);
    for (const card of cards) tx.touch('cards', card);
  } else if (table === 'cards' && before !== null && before['batch_id'] !== after?.['batch_id']) {
    const cards = [Number(before['id'])];
    countAnswers(tx, cards, -1);
    change();
    countAnswers(tx, cards, 1);
  } else if (table === 'log_undos' && before?.['undone'] !== after?.['undone']) {
    change();
    toggled(tx, (after ?? before) as Row, after !== null && Number(after['undone']) === 1, before === null);
  } else change();
}

function toggled(tx: WriteTransaction, row: Row, undone: boolean, isFirst: boolean): void {
  // A row of a log is in force until something says otherwise.
  if (isFirst && !undone) return;
  const table = String(row['target_table']);
  const uid = row['target_uid'] as Uint8Array;
  if (!(table in ownerOf)) {
    tx.changed(table);
    return;
  }
  const found = tx.get(ownerOf[table as keyof typeof ownerOf], { uid });
  // It comes later, and then is undone as it comes.
  if (found === undefined) return;
  tx.touch(table, found.owner);
  tx.emit('log.toggled', { table, uid, owner: found.owner, undone });
}
