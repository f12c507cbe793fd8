import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { ImportOptions } from '../contract.ts';

/*
 * What the owner does not want of a package goes out of the staged file before the merge looks at it, in the same
 * transaction: a merge that fails leaves the file whole, for another try.
 */

/** Cards that only a log brings go with it. */
const withoutScheduling = [
  'reviews',
  'schedule_changes',
  'card_baselines',
  'days',
  'hours',
  'session_counts',
  'cards WHERE ghost = 1',
  'notes WHERE ghost = 1',
  'note_types WHERE ghost = 1',
].map((rows) => statement(`merge.leaveOut ${rows}`, `DELETE FROM staged.${rows}`));

/** Every card is new: in the order of the package, behind those that were new there. */
const asNewCards = statement(
  'merge.asNewCards',
  `UPDATE staged.cards SET suspended = 0, buried_on = NULL, flag = 0, position = found.place FROM (
     SELECT sid, row_number() OVER (ORDER BY position = 0, position, sid) AS place FROM staged.cards
   ) AS found WHERE found.sid = staged.cards.sid`,
);

const withoutPresets = [statement('merge.leaveOutPresets', 'DELETE FROM staged.presets')];

export const leaveOut = (tx: WriteTransaction, options: ImportOptions): void => {
  if (!options.scheduling) {
    for (const rows of withoutScheduling) tx.run(rows, {});
    tx.run(asNewCards, {});
  }
  if (!options.presets) for (const rows of withoutPresets) tx.run(rows, {});
};
