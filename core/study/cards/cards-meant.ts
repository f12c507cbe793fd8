import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

export type CardMeant = { id: number; uid: string; note_id: number };

const live = `c.deleted_at IS NULL`;
const byUids = statement<{ uids: string }, CardMeant>(
  'cards.byUids',
  `SELECT c.id, lower(hex(c.uid)) AS uid, c.note_id
   FROM json_each(@uids) u JOIN cards c ON c.uid = unhex(u.value) WHERE ${live}`,
);
const ofTheirNotes = statement<{ uids: string }, CardMeant>(
  'cards.ofTheirNotes',
  `SELECT c.id, lower(hex(c.uid)) AS uid, c.note_id FROM cards c
   WHERE ${live} AND c.note_id IN (
     SELECT m.note_id FROM json_each(@uids) u JOIN cards m ON m.uid = unhex(u.value) WHERE m.deleted_at IS NULL)`,
);

/**
 * The cards that are meant, without those that are gone; with `wholeNotes` the other cards of their notes too. Throws
 * `not_found` when none is there.
 */
export const cardsMeant = (
  reader: StoreReader,
  uids: readonly string[],
  wholeNotes = false,
): readonly CardMeant[] => {
  const found = reader.all(wholeNotes ? ofTheirNotes : byUids, { uids: JSON.stringify(uids) });
  if (found.length === 0) throw new RpcError('not_found', { card: uids[0] ?? '' });
  return found;
};
