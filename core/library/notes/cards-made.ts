import { cardOrdinals } from '../render/card-ordinals.ts';
import type { NoteType } from './note-types.ts';

/** Ordinals of the cards that fields make with a type. */
export const cardsMade = (type: NoteType, fields: readonly string[]): number[] =>
  cardOrdinals({ kind: type.kind, fields: type.fields, templates: type.templates }, fields);

/** As many fields as the type has: what is missing is empty, what is too much would be lost. */
export const fieldsFor = (type: NoteType, fields: readonly string[]): string[] | undefined =>
  fields.length > type.fields.length
    ? undefined
    : type.fields.map((_, index) => (fields[index] ?? '').normalize('NFC'));
