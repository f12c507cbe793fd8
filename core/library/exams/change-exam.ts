import type { Outcome } from '../../rpc/changes.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import type { Store } from '../../store/store.ts';
import type { examsContract } from './contract.ts';
import { examOf } from './exam-rows.ts';
import { setObjectives } from './set-objectives.ts';

/** Changes what is said and leaves the rest. Throws `not_found`. */
export const changeExam = async (
  store: Store,
  { exam: uid, title, day, objectives }: ParsedInputOf<typeof examsContract, 'exams.change'>,
): Promise<Outcome<Record<string, never>>> => {
  const { title: subject } = examOf(store, uid);
  const { changes } = await store.write(
    'exams.change',
    (tx) => {
      const exam = examOf(tx, uid);
      tx.updateRow(
        'exams',
        { id: exam.id },
        {
          title: title ?? exam.title,
          exam_day: day ?? exam.exam_day,
          every_objective: objectives === undefined ? exam.every_objective : objectives === null ? 1 : 0,
        },
      );
      if (objectives !== undefined) setObjectives(tx, exam, objectives);
    },
    { subject },
  );
  return { output: {}, changes };
};
