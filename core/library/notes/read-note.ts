import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidToHex } from '../../store/uid.ts';
import { tagsOf } from '../card-source.ts';
import { cardsMade } from './cards-made.ts';
import type { notesContract } from './contract.ts';
import { cardsOfNote, fieldsOfRow, noteByUid, noteOfCard } from './note-rows.ts';
import { noteTypeById, noteTypeView } from './note-types.ts';

type Note = OutputOf<typeof notesContract, 'notes.read'>;

/** A note with its fields, tags and cards. Throws `not_found`. */
export const readNote = (reader: StoreReader, asked: { note: string } | { card: string }): Note => {
  const row = 'note' in asked ? noteByUid(reader, asked.note) : noteOfCard(reader, asked.card);
  const type = noteTypeById(reader, row.note_type_id);
  const stored = fieldsOfRow(row);
  const fields = type.fields.map((_, index) => stored[index] ?? '');
  const made = new Set(cardsMade(type, fields));
  return {
    note: uidToHex(row.uid),
    noteType: noteTypeView(type),
    fields,
    tags: tagsOf(reader, row.id),
    cards: cardsOfNote(reader, row.id).map((card) => ({
      uid: uidToHex(card.uid),
      ordinal: card.ordinal,
      template: (type.kind === 'cloze' ? type.templates[0] : type.templates[card.ordinal])?.name ?? '',
      lecture: card.lecture,
      empty: !made.has(card.ordinal),
    })),
  };
};
