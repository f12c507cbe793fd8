import type { OutputOf, ParsedInputOf } from '../../rpc/contract.ts';
import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { assessmentsContract } from './contract.ts';
import { answersOf, readTest, testColumns, type TestRow } from './stored-test.ts';
import { scoreOf } from './test-result.ts';
import { testView } from './test-step.ts';

const newest = statement<{ exam: Uint8Array | null; limit: number }, TestRow>(
  'assessments.newest',
  `SELECT ${testColumns} WHERE a.deleted_at IS NULL AND (@exam IS NULL OR e.uid = @exam)
   ORDER BY a.started_at DESC, a.id DESC LIMIT @limit`,
);

export const listTests = (
  reader: StoreReader,
  { exam, limit }: ParsedInputOf<typeof assessmentsContract, 'assessments.list'>,
): OutputOf<typeof assessmentsContract, 'assessments.list'> => ({
  tests: reader
    .all(newest, { exam: exam === undefined ? null : uidFromHex(exam), limit })
    .map(readTest)
    .map((test) => {
      const answers = answersOf(reader, test);
      return {
        ...testView(test),
        questions: test.questions.length,
        score: scoreOf(answers),
        durationMs: answers.reduce((sum, answer) => sum + answer.duration_ms, 0),
      };
    }),
});
