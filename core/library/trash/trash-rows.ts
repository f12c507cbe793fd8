import { statement } from '../../store/statements.ts';
import { typeHasCard } from '../type-has-card.ts';

export const trashDays = 30;
export const maxItems = 500;

export type ItemRow = {
  uid: Uint8Array;
  /** A title, or the fields of a note as JSON. */
  title: string;
  place: string;
  stamp: number;
  notes: number;
  cards: number;
};
type Asked = { after: number; limit: number };

/**
 * In the trash, and to be seen there: what was put away after an instant. What was never out of it (a ghost bears the
 * moment of its making), what was erased (a shell bears the moment after it) and what an undone import made (redo brings that back) is no item.
 */
const putAway = (row: string): string =>
  `${row}.deleted_at > @after AND ${row}.deleted_at > ${row}.created_at + 1`;
const away = (row: string): string => `${putAway(row)}
  AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = ${row}.batch_id AND b.undone_at IS NOT NULL)`;

/** Whose place is in the trash, too, comes back with it. */
const inLivePlace = `EXISTS (SELECT 1 FROM cards c JOIN lectures l ON l.id = c.lecture_id
  WHERE c.note_id = n.id AND l.deleted_at IS NULL)`;

const placeOfLecture = (lecture: string): string =>
  `(SELECT c.title || ' · ' || l.title FROM lectures l JOIN courses c ON c.id = l.course_id WHERE l.id = ${lecture})`;

const wentWith = (lectures: string): string =>
  `(SELECT count(*) FROM cards c WHERE c.lecture_id IN (${lectures}) AND c.deleted_at = max(x.deleted_at, c.created_at + 1)) AS cards,
   (SELECT count(DISTINCT c.note_id) FROM cards c WHERE c.lecture_id IN (${lectures})
      AND c.deleted_at = max(x.deleted_at, c.created_at + 1)) AS notes`;

/** Cards whose note and lecture stay. One that the type of its note cannot have is no item: nothing could bring it back. */
const cardsByThemselves = `FROM lectures g JOIN cards x ON x.lecture_id = g.id JOIN notes n ON n.id = x.note_id
    JOIN note_types t ON t.id = n.note_type_id
  WHERE ${away('x')} AND n.deleted_at IS NULL AND g.deleted_at IS NULL AND ${typeHasCard('t', 'x.ordinal')}`;

const sources = {
  course: {
    rows: `SELECT x.uid, x.title, '' AS place, x.deleted_at AS stamp,
        ${wentWith('SELECT id FROM lectures WHERE course_id = x.id')} FROM courses x WHERE ${away('x')}`,
    count: `FROM courses x WHERE ${away('x')}`,
  },
  lecture: {
    rows: `SELECT x.uid, x.title, k.title AS place, x.deleted_at AS stamp,
        ${wentWith(`WITH RECURSIVE nested (id) AS (
          SELECT x.id UNION SELECT l.id FROM lectures l JOIN nested n ON l.parent_id = n.id) SELECT id FROM nested`)}
      FROM lectures x JOIN courses k ON k.id = x.course_id LEFT JOIN lectures p ON p.id = x.parent_id
      WHERE ${away('x')} AND k.deleted_at IS NULL AND p.deleted_at IS NULL`,
    count: `FROM lectures x JOIN courses k ON k.id = x.course_id LEFT JOIN lectures p ON p.id = x.parent_id
      WHERE ${away('x')} AND k.deleted_at IS NULL AND p.deleted_at IS NULL`,
  },
  note: {
    rows: `SELECT n.uid, n.fields AS title, n.deleted_at AS stamp, 1 AS notes,
        coalesce((SELECT ${placeOfLecture('c.lecture_id')} FROM cards c WHERE c.note_id = n.id LIMIT 1), '') AS place,
        (SELECT count(*) FROM cards c WHERE c.note_id = n.id AND c.deleted_at >= n.deleted_at) AS cards
      FROM notes n WHERE ${away('n')} AND ${inLivePlace}`,
    count: `FROM notes n WHERE ${away('n')} AND ${inLivePlace}`,
  },
  card: {
    rows: `SELECT x.uid, n.fields AS title, x.deleted_at AS stamp, 0 AS notes, 1 AS cards,
        coalesce(${placeOfLecture('x.lecture_id')}, '') AS place
      ${cardsByThemselves}`,
    count: cardsByThemselves,
  },
  preset: {
    rows: `SELECT x.uid, x.name AS title, '' AS place, x.deleted_at AS stamp, 0 AS notes, 0 AS cards
      FROM course_presets x WHERE ${away('x')}`,
    count: `FROM course_presets x WHERE ${away('x')}`,
  },
  exam: {
    rows: `SELECT x.uid, x.title, k.title AS place, x.deleted_at AS stamp, 0 AS notes, 0 AS cards
      FROM exams x JOIN courses k ON k.id = x.course_id WHERE ${putAway('x')} AND k.deleted_at IS NULL`,
    count: `FROM exams x JOIN courses k ON k.id = x.course_id WHERE ${putAway('x')} AND k.deleted_at IS NULL`,
  },
} as const;

const prepared = <K extends keyof typeof sources>(kind: K) => ({
  kind,
  rows: statement<Asked, ItemRow>(`trash.${kind}s`, `${sources[kind].rows} ORDER BY stamp DESC LIMIT @limit`),
  count: statement<{ after: number }, { n: number }>(
    `trash.count.${kind}s`,
    `SELECT count(*) AS n ${sources[kind].count}`,
  ),
});

/** What can lie in the trash by itself. */
export const trashSources = [
  prepared('course'),
  prepared('lecture'),
  prepared('note'),
  prepared('card'),
  prepared('preset'),
  prepared('exam'),
] as const;
