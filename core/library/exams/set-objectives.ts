import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const objectiveInCourse = statement<{ uid: Uint8Array; course: number }, { id: number }>(
  'exams.objectiveInCourse',
  `SELECT o.id FROM learning_objectives o JOIN lectures l ON l.id = o.lecture_id
   WHERE o.uid = @uid AND l.course_id = @course AND o.deleted_at IS NULL AND l.deleted_at IS NULL`,
);
const linked = statement<{ exam: number }, { objective_id: number }>(
  'exams.linked',
  'SELECT objective_id FROM exam_objectives WHERE exam_id = @exam',
);

/** Gives an exam exactly these objectives. Throws `not_found` for one that its course does not have. */
export const setObjectives = (
  tx: WriteTransaction,
  exam: { id: number; course_id: number },
  objectives: readonly string[] | null,
): void => {
  const wanted = new Set(
    (objectives ?? []).map((uid) => {
      const row = tx.get(objectiveInCourse, { uid: uidFromHex(uid), course: exam.course_id });
      if (row === undefined) throw new RpcError('not_found', { objective: uid });
      return row.id;
    }),
  );
  const there = new Set(tx.all(linked, { exam: exam.id }).map((row) => row.objective_id));
  for (const id of there) {
    if (!wanted.has(id)) tx.deleteRow('exam_objectives', { exam_id: exam.id, objective_id: id });
  }
  for (const id of wanted) {
    if (there.has(id)) continue;
    tx.insertRow('exam_objectives', { exam_id: exam.id, objective_id: id }, ['exam_id', 'objective_id']);
  }
};
