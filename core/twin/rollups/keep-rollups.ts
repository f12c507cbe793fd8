import type { TransactionEvents, TransactionHooks } from '../../events/transaction-events.ts';
import { isTakenBack } from '../../study/daily-rollups.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answerOfEvent, answerOfRow, type CountedAnswer } from './counted-answer.ts';
import { countHour } from './hourly-rollups.ts';
import { countSession } from './session-metrics.ts';

const count = (tx: WriteTransaction, answer: CountedAnswer, sign: 1 | -1): void => {
  countHour(tx, answer, sign);
  countSession(tx, answer, sign);
};

const onRecorded = (tx: WriteTransaction, event: TransactionEvents['review.recorded']): void => {
  if (!isTakenBack(tx, event.cardId)) count(tx, answerOfEvent(event), 1);
};

const onToggled = (tx: WriteTransaction, event: TransactionEvents['log.toggled']): void => {
  if (event.table !== 'reviews' || isTakenBack(tx, event.owner)) return;
  const answer = answerOfRow(tx, event.owner, event.uid);
  if (answer !== undefined) count(tx, answer, event.undone ? -1 : 1);
};

/** Keeps hours and sessions in step with every answer, undo and redo, in the same transaction. */
export const keepRollups = (hooks: TransactionHooks): void => {
  hooks.on('review.recorded', onRecorded);
  hooks.on('log.toggled', onToggled);
};
