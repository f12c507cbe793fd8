import type { Outcome } from '../../rpc/changes.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import { resolveScope } from '../scope.ts';
import type { examsContract } from './contract.ts';
import { setObjectives } from './set-objectives.ts';

/** Throws `not_found` for a course or an objective that is not there. */
export const createExam = (
  store: Store,
  input: ParsedInputOf<typeof examsContract, 'exams.create'>,
): Promise<Outcome<{ exam: string }>> =>
  store.write(
    'exams.create',
    (tx) => {
      const course_id = resolveScope(tx, { course: input.course }).courseId ?? 0;
      const uid = store.ids.uid();
      const id = tx.insertRow('exams', {
        uid,
        course_id,
        title: input.title,
        exam_day: input.day,
        every_objective: input.objectives === null ? 1 : 0,
      });
      setObjectives(tx, { id, course_id }, input.objectives);
      return { exam: uidToHex(uid) };
    },
    { subject: input.title },
  );
