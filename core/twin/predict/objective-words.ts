import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';

const objectiveRow = statement<
  { id: number },
  { uid: Uint8Array; title: string; lecture: string; course: string }
>(
  'twin.objectiveWords',
  `SELECT o.uid, o.title, l.title AS lecture, c.title AS course FROM learning_objectives o
   JOIN lectures l ON l.id = o.lecture_id JOIN courses c ON c.id = l.course_id
   WHERE o.id = @id AND o.deleted_at IS NULL`,
);

/** What a screen calls an objective: its uid, title, and where it belongs; null for one that is gone. */
export const objectiveWords = (
  reader: StoreReader,
  id: number,
): { objective: string; title: string; path: string } | null => {
  const row = reader.get(objectiveRow, { id });
  return row === undefined
    ? null
    : { objective: uidToHex(row.uid), title: row.title, path: `${row.course} › ${row.lecture}` };
};
