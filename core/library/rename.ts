import type { Outcome } from '../rpc/changes.ts';
import { RpcError } from '../rpc/errors.ts';
import type { Store } from '../store/store.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidFromHex } from '../store/uid.ts';

export type Place = { kind: 'course' | 'lecture'; uid: string };

const tables = { course: 'courses', lecture: 'lectures' } as const;
type PlaceRow = { id: number; title: string };
const byUid = {
  course: statement<{ uid: Uint8Array }, PlaceRow>(
    'library.courseByUid',
    'SELECT id, title FROM courses WHERE uid = @uid AND deleted_at IS NULL',
  ),
  lecture: statement<{ uid: Uint8Array }, PlaceRow>(
    'library.lectureByUid',
    'SELECT id, title FROM lectures WHERE uid = @uid AND deleted_at IS NULL',
  ),
};

/** Throws `not_found` for what is not there (any more). */
export const placeOf = (reader: StoreReader, place: Place): PlaceRow => {
  const row = reader.get(byUid[place.kind], { uid: uidFromHex(place.uid) });
  if (row === undefined) throw new RpcError('not_found', { [place.kind]: place.uid });
  return row;
};

export const rename = async (
  store: Store,
  place: Place,
  title: string,
): Promise<Outcome<Record<string, never>>> => {
  const outcome = await store.write(
    'library.rename',
    (tx) => {
      tx.updateRow(tables[place.kind], { id: placeOf(tx, place).id }, { title });
    },
    { subject: title },
  );
  return { output: {}, changes: outcome.changes };
};
