import { RpcError } from '../rpc/errors.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidFromHex } from '../store/uid.ts';
import type { RenderCardInput } from './render/render-card.ts';

type SourceRow = {
  card: number;
  uid: Uint8Array;
  ordinal: number;
  flag: number;
  note: number;
  note_uid: Uint8Array;
  fields: string;
  note_type: number;
  note_type_name: string;
  kind: 'standard' | 'cloze';
  css: string;
  template: string;
  question_format: string;
  answer_format: string;
  lecture: number;
  course_title: string;
};

// A card whose note type lacks its template is still a card: it is shown as empty, and everything goes on.
const cardSource = statement<{ card: number }, SourceRow>(
  'library.cardSource',
  `SELECT c.id AS card, c.uid, c.ordinal, c.flag, n.id AS note, n.uid AS note_uid, n.fields,
     t.id AS note_type, t.name AS note_type_name, t.kind, t.css,
     coalesce(ct.name, '') AS template, coalesce(ct.question_format, '') AS question_format,
     coalesce(ct.answer_format, '') AS answer_format,
     l.id AS lecture, co.title AS course_title
   FROM cards c JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id
     LEFT JOIN card_templates ct ON ct.note_type_id = t.id
       AND ct.ordinal = CASE t.kind WHEN 'cloze' THEN 0 ELSE c.ordinal END
     JOIN lectures l ON l.id = c.lecture_id JOIN courses co ON co.id = l.course_id
   WHERE c.id = @card`,
);
const fieldNames = statement<{ type: number }, { name: string }>(
  'library.fieldNames',
  'SELECT name FROM note_fields WHERE note_type_id = @type ORDER BY ordinal',
);
const tagsOfNote = statement<{ note: number }, { name: string }>(
  'library.tagsOfNote',
  'SELECT t.name FROM note_tags nt JOIN tags t ON t.id = nt.tag_id WHERE nt.note_id = @note ORDER BY t.name',
);
const lecturePath = statement<{ lecture: number }, { title: string }>(
  'library.lecturePath',
  `WITH RECURSIVE above (id, parent_id, title, depth) AS (
     SELECT id, parent_id, title, 0 FROM lectures WHERE id = @lecture
     UNION ALL SELECT l.id, l.parent_id, l.title, a.depth + 1 FROM lectures l JOIN above a ON l.id = a.parent_id
       WHERE a.depth < 100)
   SELECT title FROM above ORDER BY depth DESC`,
);
const liveCardId = statement<{ uid: Uint8Array }, { id: number }>(
  'library.cardId',
  'SELECT id FROM cards WHERE uid = @uid AND deleted_at IS NULL',
);

/** Everything the template language may ask of one card. */
export type CardSource = SourceRow & {
  /** The lecture with those it is nested in: many courses have more than one "Basics". */
  lecture_path: string;
  tags: string[];
  input: RenderCardInput;
};

/** The local key of a card that is not in the trash. Throws `not_found`. */
export const cardIdOf = (reader: StoreReader, uid: string): number => {
  const row = reader.get(liveCardId, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { card: uid });
  return row.id;
};

export const tagsOf = (reader: StoreReader, note: number): string[] =>
  reader.all(tagsOfNote, { note }).map((row) => row.name);

/** The titles of a lecture and of what it is nested in, outermost first. */
export const lectureTitles = (reader: StoreReader, lecture: number): string[] =>
  reader.all(lecturePath, { lecture }).map(({ title }) => title);

/** A lecture of its course's own name stands for the course itself: Anki's deck A, not A::A. */
const deckPath = (row: SourceRow, lectures: string[]): string[] =>
  lectures.length === 1 && lectures[0] === row.course_title ? lectures : [row.course_title, ...lectures];

export const cardSourceById = (reader: StoreReader, card: number): CardSource => {
  const row = reader.get(cardSource, { card });
  if (row === undefined) throw new RpcError('not_found', { card });
  const tags = tagsOf(reader, row.note);
  const lectures = lectureTitles(reader, row.lecture);
  return {
    ...row,
    lecture_path: lectures.join(' · '),
    tags,
    input: {
      noteType: {
        name: row.note_type_name,
        kind: row.kind,
        css: row.css,
        fields: reader.all(fieldNames, { type: row.note_type }).map((field) => field.name),
        template: {
          name: row.template,
          questionFormat: row.question_format,
          answerFormat: row.answer_format,
        },
      },
      fields: JSON.parse(row.fields) as string[],
      tags,
      deckPath: deckPath(row, lectures),
      ordinal: row.ordinal,
      flag: row.flag,
    },
  };
};
