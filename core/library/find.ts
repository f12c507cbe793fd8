import type { OutputOf } from '../rpc/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import { cardSourceById, lectureTitles } from './card-source.ts';
import type { libraryContract } from './contract.ts';
import { matchExpression } from './note-search.ts';
import { plainText } from './render/plain-text.ts';
import { renderCard } from './render/render-card.ts';

type Hit = OutputOf<typeof libraryContract, 'library.find'>['hits'][number];

const findCourses = statement<{ like: string; limit: number }, { uid: Uint8Array; title: string }>(
  'library.findCourses',
  `SELECT uid, title FROM courses WHERE deleted_at IS NULL AND title LIKE @like ESCAPE '\\' ORDER BY title LIMIT @limit`,
);
const findLectures = statement<
  { like: string; limit: number },
  { id: number; uid: Uint8Array; title: string; course: string }
>(
  'library.findLectures',
  `SELECT l.id, l.uid, l.title, c.title AS course FROM lectures l JOIN courses c ON c.id = l.course_id
   WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND l.title LIKE @like ESCAPE '\\' ORDER BY l.title, c.title LIMIT @limit`,
);
const findCards = statement<{ match: string; limit: number }, { card: number }>(
  'library.findCards',
  // Newest notes first: the ranking of FTS5 would read every match, and a first letter matches nearly everything.
  `SELECT (SELECT min(c.id) FROM cards c WHERE c.note_id = f.rowid AND c.deleted_at IS NULL) AS card
   FROM (SELECT rowid FROM note_search WHERE note_search MATCH @match ORDER BY rowid DESC LIMIT @limit) f
   WHERE card IS NOT NULL`,
);

const likePattern = (text: string): string => `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;

/** Courses, then lectures, then cards; at most `limit` of them together. */
export const find = (reader: StoreReader, text: string, limit: number): { hits: Hit[] } => {
  if (text.trim() === '') return { hits: [] };
  const like = likePattern(text);
  const hits: Hit[] = reader
    .all(findCourses, { like, limit })
    .map((row) => ({ kind: 'course' as const, uid: uidToHex(row.uid), title: row.title, place: '' }));
  for (const row of reader.all(findLectures, { like, limit })) {
    const above = lectureTitles(reader, row.id).slice(0, -1);
    const place = [row.course, ...above].join(' · ');
    hits.push({ kind: 'lecture', uid: uidToHex(row.uid), title: row.title, place });
  }
  const match = matchExpression(text);
  for (const { card } of match === null ? [] : reader.all(findCards, { match, limit })) {
    const source = cardSourceById(reader, card);
    const place =
      source.course_title === source.lecture_path
        ? source.course_title
        : `${source.course_title} · ${source.lecture_path}`;
    hits.push({
      kind: 'card',
      uid: uidToHex(source.uid),
      title: plainText(renderCard(source.input).questionHtml, 120),
      place,
    });
  }
  return { hits: hits.slice(0, limit) };
};
