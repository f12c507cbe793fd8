import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { cardsMade } from './cards-made.ts';
import { cardsOfNote, fieldsOfRow, noteByUid, notesOf } from './note-rows.ts';
import { noteTypeById } from './note-types.ts';

/** The notes of some cards go to the trash with all of their cards. */
export const removeNotes = (
  store: Store,
  cards: readonly string[],
): Promise<Outcome<{ notes: number; cards: number }>> =>
  store.write('notes.remove', (tx) => {
    const notes = notesOf(tx, cards);
    let removed = 0;
    for (const note of notes) {
      for (const { id } of cardsOfNote(tx, note)) {
        tx.deleteRow('cards', { id });
        removed += 1;
      }
      tx.deleteRow('notes', { id: note });
    }
    return { notes: notes.length, cards: removed };
  });

/** Cards of a note that show nothing any more go to the trash. The note keeps at least one card. */
export const removeEmptyCards = (store: Store, note: string): Promise<Outcome<{ cards: number }>> =>
  store.write('notes.removeEmpty', (tx) => {
    const row = noteByUid(tx, note);
    const made = cardsMade(noteTypeById(tx, row.note_type_id), fieldsOfRow(row));
    const cards = cardsOfNote(tx, row.id);
    const empty = cards.filter(({ ordinal }) => !made.includes(ordinal));
    const going = empty.length === cards.length ? empty.slice(1) : empty;
    for (const { id } of going) tx.deleteRow('cards', { id });
    return { cards: going.length };
  });
