import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { nothing, studyDay, title, uid } from '../../store/schemas.ts';

const objectives = z.array(uid).min(1).max(2000);

const exam = z.object({
  uid,
  title: z.string(),
  course: uid,
  courseTitle: z.string(),
  day: studyDay,
  /** From today; negative once it is over. */
  daysLeft: z.int(),
  /** null: all of the course, those that come later too. */
  objectives: z.array(uid).nullable(),
});

export const examsContract = defineContract('exams', {
  /** By day, the earliest first. */
  list: query({
    input: nothing,
    output: z.object({ today: studyDay, exams: z.array(exam) }),
    reads: ['exams', 'exam_objectives', 'courses', 'learning_objectives', 'settings'],
  }),
  create: command({
    input: z.strictObject({ title, course: uid, day: studyDay, objectives: objectives.nullable() }),
    output: z.object({ exam: uid }),
  }),
  /** What is left out stays. */
  change: command({
    input: z.strictObject({
      exam: uid,
      title: title.optional(),
      day: studyDay.optional(),
      objectives: objectives.nullable().optional(),
    }),
    output: nothing,
  }),
  remove: command({ input: z.strictObject({ exam: uid }), output: nothing }),
});
