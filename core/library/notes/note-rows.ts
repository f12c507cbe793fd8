import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';

export type NoteRow = { id: number; uid: Uint8Array; note_type_id: number; fields: string };

const byUid = statement<{ uid: Uint8Array }, NoteRow>(
  'notes.byUid',
  'SELECT id, uid, note_type_id, fields FROM notes WHERE uid = @uid AND deleted_at IS NULL',
);
const byCard = statement<{ uid: Uint8Array }, NoteRow>(
  'notes.byCard',
  `SELECT n.id, n.uid, n.note_type_id, n.fields FROM cards c JOIN notes n ON n.id = c.note_id
   WHERE c.uid = @uid AND c.deleted_at IS NULL AND n.deleted_at IS NULL`,
);

export type NoteCardRow = {
  id: number;
  uid: Uint8Array;
  ordinal: number;
  position: number;
  lecture_id: number;
  lecture: string;
};
const cards = statement<{ note: number }, NoteCardRow>(
  'notes.cards',
  `SELECT c.id, c.uid, c.ordinal, c.position, c.lecture_id, l.title AS lecture
   FROM cards c JOIN lectures l ON l.id = c.lecture_id
   WHERE c.note_id = @note AND c.deleted_at IS NULL ORDER BY c.ordinal, c.id`,
);
const notesOfCards = statement<{ uids: string }, { id: number }>(
  'notes.ofCards',
  `SELECT DISTINCT c.note_id AS id FROM json_each(@uids) u JOIN cards c ON c.uid = unhex(u.value)
   WHERE c.deleted_at IS NULL`,
);

/** Throws `not_found` for a note that is not there (any more). */
export const noteByUid = (reader: StoreReader, uid: string): NoteRow => {
  const row = reader.get(byUid, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { note: uid });
  return row;
};

export const noteOfCard = (reader: StoreReader, card: string): NoteRow => {
  const row = reader.get(byCard, { uid: uidFromHex(card) });
  if (row === undefined) throw new RpcError('not_found', { card });
  return row;
};

export const cardsOfNote = (reader: StoreReader, note: number): NoteCardRow[] => reader.all(cards, { note });

/** Notes of some cards, each once. Throws `not_found` when none of the cards is there. */
export const notesOf = (reader: StoreReader, cardUids: readonly string[]): number[] => {
  const notes = reader.all(notesOfCards, { uids: JSON.stringify(cardUids) }).map(({ id }) => id);
  if (notes.length === 0) throw new RpcError('not_found', { card: cardUids[0] ?? '' });
  return notes;
};

export const fieldsOfRow = (row: NoteRow): string[] => JSON.parse(row.fields) as string[];
