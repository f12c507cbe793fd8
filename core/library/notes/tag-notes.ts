import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
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
      // As after an edit: a package that was changed before this does not take the place of it.
      for (const id of changed) tx.updateRow('notes', { id }, { source_modified_at: tx.now });
      return { notes: changed.length };
    },
    { subject: [...add, ...remove].join(' ').slice(0, 60) },
  );
