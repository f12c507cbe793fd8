import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { placeOf } from '../rename.ts';
import { plainText } from '../render/plain-text.ts';
import { addCards } from './add-cards.ts';
import { cardsMade, fieldsFor } from './cards-made.ts';
import { setTags } from './note-tags.ts';
import { makeNoteType, noteTypeByUid, type NoteType } from './note-types.ts';

export type NewNote = { type: NoteType; lecture: number; fields: readonly string[]; tags: readonly string[] };
export type AddedNote = { note: string; cards: string[] };

const lastNew = statement<Record<string, never>, { position: number }>(
  'notes.lastNewPosition',
  // From the end of the index of new cards; the place of a card that was begun says nothing any more.
  'SELECT position FROM card_states WHERE queue = 0 ORDER BY position DESC LIMIT 1',
);

/** Behind every new card. */
export const nextPosition = (reader: StoreReader): number => (reader.get(lastNew, {})?.position ?? 0) + 1;

/** One new note with its cards, within a write. Throws `invalid` where its fields make no card. */
export const insertNote = (
  tx: WriteTransaction,
  { type, lecture, fields: given, tags }: NewNote,
  position: number,
  uid: () => Uint8Array,
): AddedNote => {
  const fields = fieldsFor(type, given);
  if (fields === undefined) throw new RpcError('invalid', { fields: given.length });
  const ordinals = cardsMade(type, fields);
  if (ordinals.length === 0) throw new RpcError('invalid', { cards: 0 });
  const noteUid = uid();
  const note = tx.insertRow('notes', {
    uid: noteUid,
    note_type_id: makeNoteType(tx, type, uid),
    fields: JSON.stringify(fields),
  });
  setTags(tx, note, tags, uid);
  return { note: uidToHex(noteUid), cards: addCards(tx, note, ordinals, lecture, position, uid) };
};

type Asked = { noteType: string; lecture: string; fields: readonly string[]; tags: readonly string[] };

/** Adds a note to a lecture. Throws `not_found` (type, lecture) and `invalid` (no card, too many fields). */
export const addNote = (store: Store, asked: Asked): Promise<Outcome<AddedNote>> =>
  store.write(
    'notes.add',
    (tx) =>
      insertNote(
        tx,
        {
          type: noteTypeByUid(tx, asked.noteType),
          lecture: placeOf(tx, { kind: 'lecture', uid: asked.lecture }).id,
          fields: asked.fields,
          tags: asked.tags,
        },
        nextPosition(tx),
        () => store.ids.uid(),
      ),
    { subject: plainText(asked.fields[0] ?? '', 60) },
  );
