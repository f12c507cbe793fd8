import type { z } from 'zod';
import { RpcError } from '../../rpc/errors.ts';
import { examOf, objectivesOfExam } from '../../library/exams/exam-rows.ts';
import { lectureTitles } from '../../library/card-source.ts';
import { resolveScope, type Scope } from '../../library/scope.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import type { about } from './contract.ts';

export type About = z.infer<typeof about>;

/** An objective with the cards in study that it has, or a lecture with those of its cards that no objective has. */
export type QuestionGroup = {
  kind: 'objective' | 'lecture';
  id: number;
  objective: string | null;
  title: string;
  cards: number;
};
type Group = { id: number; uid: Uint8Array; title: string; lecture: number; cards: number };

// Counted in the index of lectures and queues alone.
const cardsOfObjective = `(SELECT count(*) FROM objective_rules r JOIN card_states s ON s.lecture_id = r.lecture_id
      WHERE r.objective_id = o.id AND s.queue >= 0)
  + (SELECT count(*) FROM objective_cards oc JOIN card_states s ON s.card_id = oc.card_id
      WHERE oc.objective_id = o.id AND s.queue >= 0
        AND s.lecture_id NOT IN (SELECT lecture_id FROM objective_rules WHERE objective_id = o.id))`;
const objectivesIn = statement<{ lectures: string }, Group>(
  'assessments.objectivesIn',
  `SELECT o.id, o.uid, o.title, o.lecture_id AS lecture, ${cardsOfObjective} AS cards
   FROM learning_objectives o JOIN lectures l ON l.id = o.lecture_id
   WHERE o.lecture_id IN (SELECT value FROM json_each(@lectures)) AND o.deleted_at IS NULL
   ORDER BY l.position, l.id, o.position, o.id`,
);
const objectivesById = statement<{ objectives: string }, Group>(
  'assessments.objectivesById',
  `SELECT o.id, o.uid, o.title, o.lecture_id AS lecture, ${cardsOfObjective} AS cards FROM learning_objectives o
   WHERE o.id IN (SELECT value FROM json_each(@objectives)) AND o.deleted_at IS NULL ORDER BY o.lecture_id, o.position, o.id`,
);
const objectiveByUid = statement<{ uid: Uint8Array }, { id: number; title: string }>(
  'assessments.objectiveByUid',
  'SELECT id, title FROM learning_objectives WHERE uid = @uid AND deleted_at IS NULL',
);
const outside = `s.queue >= 0 AND NOT EXISTS (SELECT 1 FROM objective_cards oc
    JOIN learning_objectives o ON o.id = oc.objective_id WHERE oc.card_id = s.card_id AND o.deleted_at IS NULL)`;
const lecturesWithout = statement<{ lectures: string }, Group>(
  'assessments.lecturesWithout',
  `SELECT l.id, l.uid, l.title, l.id AS lecture,
     (SELECT count(*) FROM card_states s WHERE s.lecture_id = l.id AND ${outside}) AS cards
   FROM lectures l WHERE l.id IN (SELECT value FROM json_each(@lectures)) AND NOT EXISTS (
     SELECT 1 FROM objective_rules r JOIN learning_objectives o ON o.id = r.objective_id
     WHERE r.lecture_id = l.id AND o.deleted_at IS NULL)
   ORDER BY l.position, l.id`,
);

export type Picked = { card_id: number; note_id: number };
type Asked = { id: number; factor: number; limit: number };
// Another factor, another order of the same cards.
const drawn = `ORDER BY (card_id * @factor) % 4294967291, card_id LIMIT @limit`;
const pick = {
  objective: statement<Asked, Picked>(
    'assessments.pickOfObjective',
    `SELECT s.card_id, coalesce(s.note_id, (SELECT note_id FROM cards WHERE id = s.card_id)) AS note_id
     FROM (SELECT card_id FROM (
         SELECT s.card_id FROM objective_rules r JOIN card_states s ON s.lecture_id = r.lecture_id
           WHERE r.objective_id = @id AND s.queue >= 0
         UNION ALL SELECT s.card_id FROM objective_cards oc JOIN card_states s ON s.card_id = oc.card_id
           WHERE oc.objective_id = @id AND s.queue >= 0
             AND s.lecture_id NOT IN (SELECT lecture_id FROM objective_rules WHERE objective_id = @id))
       ${drawn}) p JOIN card_states s ON s.card_id = p.card_id`,
  ),
  lecture: statement<Asked, Picked>(
    'assessments.pickOfLecture',
    `SELECT s.card_id, coalesce(s.note_id, (SELECT note_id FROM cards WHERE id = s.card_id)) AS note_id
     FROM (SELECT s.card_id FROM card_states s WHERE s.lecture_id = @id AND ${outside}
       ${drawn.replaceAll('card_id', 's.card_id')}) p JOIN card_states s ON s.card_id = p.card_id`,
  ),
};

/** Cards of a group in an order that the factor decides. */
export const pickCards = (
  reader: StoreReader,
  group: QuestionGroup,
  factor: number,
  limit: number,
): Picked[] => reader.all(pick[group.kind], { id: group.id, factor, limit });

/** What is a whole lecture is named with what that is nested in: a course may have a "Basics" in every subject. */
const nameOf = (reader: StoreReader, { title, lecture }: Group): string => {
  const path = lectureTitles(reader, lecture);
  return path.at(-1) === title ? path.join(' · ') : title;
};

const grouped = (reader: StoreReader, kind: QuestionGroup['kind'], rows: readonly Group[]): QuestionGroup[] =>
  rows
    .filter(({ cards }) => cards > 0)
    .map((row) => ({
      kind,
      id: row.id,
      title: nameOf(reader, row),
      cards: row.cards,
      objective: kind === 'objective' ? uidToHex(row.uid) : null,
    }));

/** What could be asked about an exam, a course, a lecture or an objective. Throws `not_found`. */
export const questionGroups = (
  reader: StoreReader,
  asked: About,
): { title: string; examId: number | null; groups: QuestionGroup[] } => {
  const ofScope = (scope: Scope): { title: string; groups: QuestionGroup[] } => {
    const { title, lectures } = resolveScope(reader, scope);
    const list = { lectures: JSON.stringify(lectures) };
    const groups = [
      ...grouped(reader, 'objective', reader.all(objectivesIn, list)),
      ...grouped(reader, 'lecture', reader.all(lecturesWithout, list)),
    ];
    return { title, groups };
  };
  const ofObjectives = (ids: readonly number[]): QuestionGroup[] =>
    grouped(reader, 'objective', reader.all(objectivesById, { objectives: JSON.stringify(ids) }));
  if (asked.kind === 'exam') {
    const exam = examOf(reader, asked.uid);
    const chosen = objectivesOfExam(reader, exam);
    const groups =
      chosen === null
        ? ofScope({ course: uidToHex(exam.course_uid) }).groups
        : ofObjectives(chosen.map(({ id }) => id));
    return { title: exam.title, examId: exam.id, groups };
  }
  if (asked.kind === 'objective') {
    const row = reader.get(objectiveByUid, { uid: uidFromHex(asked.uid) });
    if (row === undefined) throw new RpcError('not_found', { objective: asked.uid });
    return { title: row.title, examId: null, groups: ofObjectives([row.id]) };
  }
  return { examId: null, ...ofScope({ [asked.kind]: asked.uid }) };
};
