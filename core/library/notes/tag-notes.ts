import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { markEdited } from './mark-edited.ts';
import { notesOf } from './note-rows.ts';
import { changeTags } from './note-tags.ts';

type Asked = { cards: readonly string[]; add: readonly string[]; remove: readonly string[] };

/** Adds and takes away tags on the notes of cards; counts the notes that changed. */
export const tagNotes = (store: Store, { cards, add, remove }: Asked): Promise<Outcome<{ notes: number }>> =>
  store.write(
    'notes.tag',
    (tx) => {
      const uid = (): Uint8Array => store.ids.uid();
      const changed = notesOf(tx, cards).filter((note) => changeTags(tx, note, { add, remove }, uid));
      markEdited(tx, changed);
      return { notes: changed.length };
    },
    { subject: [...add, ...remove].join(' ').slice(0, 60) },
  );
