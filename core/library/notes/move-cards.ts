import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { placeOf } from '../rename.ts';

const cardsByUids = statement<{ uids: string }, { id: number }>(
  'notes.cardsByUids',
  `SELECT c.id FROM json_each(@uids) u JOIN cards c ON c.uid = unhex(u.value) WHERE c.deleted_at IS NULL`,
);

/** Cards go to another lecture. Throws `not_found` for the lecture, or when none of the cards is there. */
export const moveCards = (
  store: Store,
  cards: readonly string[],
  lecture: string,
): Promise<Outcome<{ cards: number }>> => {
  const { title } = placeOf(store, { kind: 'lecture', uid: lecture });
  return store.write(
    'notes.move',
    (tx) => {
      const to = placeOf(tx, { kind: 'lecture', uid: lecture }).id;
      const found = tx.all(cardsByUids, { uids: JSON.stringify(cards) });
      if (found.length === 0) throw new RpcError('not_found', { card: cards[0] ?? '' });
      return { cards: found.filter(({ id }) => tx.updateRow('cards', { id }, { lecture_id: to })).length };
    },
    { subject: title },
  );
};
