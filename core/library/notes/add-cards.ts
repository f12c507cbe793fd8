import type { WriteTransaction } from '../../store/write-transaction.ts';
import { uidToHex } from '../../store/uid.ts';

/** Makes new cards of a note, one for each ordinal, and returns their uids. */
export const addCards = (
  tx: WriteTransaction,
  note: number,
  ordinals: readonly number[],
  lecture: number,
  position: number,
  uid: () => Uint8Array,
): string[] =>
  ordinals.map((ordinal) => {
    const card = uid();
    tx.insertRow('cards', { uid: card, note_id: note, ordinal, lecture_id: lecture, position });
    return uidToHex(card);
  });
