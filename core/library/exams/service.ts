import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import { changeExam } from './change-exam.ts';
import type { examsContract } from './contract.ts';
import { createExam } from './create-exam.ts';
import { listExams } from './list-exams.ts';
import { removeExam } from './remove-exam.ts';

export const examsService = (store: Store): Handlers<typeof examsContract> => ({
  'exams.list': () => listExams(store, store.clock),
  'exams.create': (input) => createExam(store, input),
  'exams.change': (input) => changeExam(store, input),
  'exams.remove': ({ exam }) => removeExam(store, exam),
});
