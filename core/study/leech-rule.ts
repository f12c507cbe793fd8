import { markEdited } from '../library/notes/mark-edited.ts';
import { changeTags } from '../library/notes/note-tags.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import type { EffectiveValues } from './presets/contract.ts';

/** The tag of a note that has a leech, as Anki calls it. */
export const leechTag = 'leech';

/**
 * Whether a lapse makes a card a leech: at the threshold, and again each half threshold after it (rounded up), as in
 * Anki. 0 lapses never.
 */
export const isLeechAt = (lapses: number, threshold: number): boolean =>
  threshold > 0 && lapses >= threshold && (lapses - threshold) % Math.ceil(threshold / 2) === 0;

/** Does to a card that has just become a leech what its preset says, in the transaction of the answer. */
export const markLeech = (
  tx: WriteTransaction,
  card: { id: number; note: number },
  action: EffectiveValues['leechAction'],
  uid: () => Uint8Array,
): 'tagged' | 'suspended' => {
  if (changeTags(tx, card.note, { add: [leechTag], remove: [] }, uid)) markEdited(tx, [card.note]);
  if (action === 'tag') return 'tagged';
  tx.updateRow('cards', { id: card.id }, { suspended: 1 });
  return 'suspended';
};
