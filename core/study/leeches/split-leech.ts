import { cardIdOf, cardSourceById } from '../../library/card-source.ts';
import { insertNote, nextPosition } from '../../library/notes/add-note.ts';
import { noteTypeById } from '../../library/notes/note-types.ts';
import { plainText } from '../../library/render/plain-text.ts';
import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';

type Split = { card: string; notes: readonly { fields: readonly string[] }[] };

/**
 * New notes of the same type, lecture and tags in place of a card that held too much; that card is suspended. One step of
 * undo. Throws `not_found`, and `invalid` where a note would make no card.
 */
export const splitLeech = (
  store: Store,
  { card, notes }: Split,
): Promise<Outcome<{ notes: string[]; cards: number }>> =>
  store.write(
    'leeches.split',
    (tx) => {
      const id = cardIdOf(tx, card);
      const source = cardSourceById(tx, id);
      const type = noteTypeById(tx, source.note_type);
      // A split card begins anew; the mark of what it was would follow it for nothing.
      const tags = source.tags.filter((tag) => tag !== 'leech');
      const position = nextPosition(tx);
      const added = notes.map(({ fields }, index) =>
        insertNote(tx, { type, lecture: source.lecture, fields, tags }, position + index, () =>
          store.ids.uid(),
        ),
      );
      tx.updateRow('cards', { id }, { suspended: 1 });
      return {
        notes: added.map(({ note }) => note),
        cards: added.reduce((sum, note) => sum + note.cards.length, 0),
      };
    },
    { subject: plainText(notes[0]?.fields[0] ?? '', 60) },
  );
