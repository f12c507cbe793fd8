import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';

export type ExamRow = {
  id: number;
  uid: Uint8Array;
  title: string;
  exam_day: number;
  every_objective: number;
  course_id: number;
  course_uid: Uint8Array;
  course_title: string;
};

const columns = `e.id, e.uid, e.title, e.exam_day, e.every_objective, e.course_id, c.uid AS course_uid, c.title AS course_title
  FROM exams e JOIN courses c ON c.id = e.course_id WHERE e.deleted_at IS NULL AND c.deleted_at IS NULL`;
const exams = statement<Record<string, never>, ExamRow>(
  'exams.all',
  `SELECT ${columns} ORDER BY e.exam_day, e.id`,
);
const byUid = statement<{ uid: Uint8Array }, ExamRow>('exams.byUid', `SELECT ${columns} AND e.uid = @uid`);
const chosen = statement<{ exam: number }, { id: number; uid: Uint8Array }>(
  'exams.objectives',
  `SELECT o.id, o.uid FROM exam_objectives x JOIN learning_objectives o ON o.id = x.objective_id
   WHERE x.exam_id = @exam AND o.deleted_at IS NULL ORDER BY o.lecture_id, o.position, o.id`,
);

/** Exams whose course is still there, by day. */
export const allExams = (reader: StoreReader): ExamRow[] => reader.all(exams, {});

/** Throws `not_found` for an exam that is not there (any more). */
export const examOf = (reader: StoreReader, uid: string): ExamRow => {
  const row = reader.get(byUid, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { exam: uid });
  return row;
};

/** The objectives chosen for an exam; null: all of its course. */
export const objectivesOfExam = (
  reader: StoreReader,
  exam: ExamRow,
): { id: number; uid: Uint8Array }[] | null =>
  exam.every_objective === 1 ? null : reader.all(chosen, { exam: exam.id });
