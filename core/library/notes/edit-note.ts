import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import { plainText } from '../render/plain-text.ts';
import { addCards } from './add-cards.ts';
import { cardsMade, fieldsFor } from './cards-made.ts';
import type { notesContract } from './contract.ts';
import { markEdited } from './mark-edited.ts';
import { cardsOfNote, noteByUid } from './note-rows.ts';
import { setTags } from './note-tags.ts';
import { noteTypeById } from './note-types.ts';

type Input = ParsedInputOf<typeof notesContract, 'notes.edit'>;

/**
 * New texts and tags of a note, with cards for what they newly make, beside its first card. Throws `not_found`, and
 * `invalid` for more fields than its type has.
 */
export const editNote = (store: Store, input: Input): Promise<Outcome<{ added: number; empty: number }>> => {
  const uid = (): Uint8Array => store.ids.uid();
  return store.write(
    'notes.edit',
    (tx) => {
      const row = noteByUid(tx, input.note);
      const type = noteTypeById(tx, row.note_type_id);
      const fields = fieldsFor(type, input.fields);
      if (fields === undefined) throw new RpcError('invalid', { fields: input.fields.length });
      const rewritten = tx.updateRow('notes', { id: row.id }, { fields: JSON.stringify(fields) });
      const retagged = setTags(tx, row.id, input.tags, uid);
      if (rewritten || retagged) markEdited(tx, [row.id]);
      const present = cardsOfNote(tx, row.id);
      const made = cardsMade(type, fields);
      const missing = made.filter((ordinal) => present.every((card) => card.ordinal !== ordinal));
      const [sibling] = present;
      if (sibling !== undefined) addCards(tx, row.id, missing, sibling.lecture_id, sibling.position, uid);
      return {
        added: sibling === undefined ? 0 : missing.length,
        empty: present.filter((card) => !made.includes(card.ordinal)).length,
      };
    },
    { subject: plainText(input.fields[0] ?? '', 60) },
  );
};
