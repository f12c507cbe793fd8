import { seededRandom } from '#ml/random/random.ts';
import type { Outcome } from '../../rpc/changes.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import type { assessmentsContract } from './contract.ts';
import { makeQuestions } from './make-questions.ts';
import { questionGroups } from './question-groups.ts';
import { testOf } from './stored-test.ts';
import { nextQuestion, testView, type TestStep, type TestView } from './test-step.ts';

/** Fixes the questions of a test; the id source is the only chance in it. Throws `not_found`, and `conflict` without a card. */
export const startTest = async (
  store: Store,
  { about, options }: ParsedInputOf<typeof assessmentsContract, 'assessments.start'>,
): Promise<Outcome<{ test: TestView; step: TestStep }>> => {
  const uid = store.ids.uid();
  // The last six bytes of a UUIDv7 are random.
  const random = seededRandom(Buffer.from(uid).readUIntBE(10, 6));
  // Read outside the write lane: an answer must not wait for it.
  const { title, examId, groups } = questionGroups(store, about);
  const questions = makeQuestions(store, groups, options, random);
  if (questions.length === 0) throw new RpcError('conflict', { [about.kind]: about.uid });
  const { changes } = await store.write(
    'assessments.start',
    (tx) => {
      const moment = localMoment(tx.now, store.clock, readSettings(tx));
      tx.insertRow('assessments', {
        uid,
        exam_id: examId,
        title,
        options: JSON.stringify(options),
        questions: JSON.stringify(questions),
        started_at: tx.now,
        ended_at: null,
        outcome: null,
        utc_offset_min: moment.utcOffsetMin,
        study_day: moment.studyDay,
      });
    },
    { noUndo: true },
  );
  const test = testOf(store, uidToHex(uid));
  const step = nextQuestion(store, test, store.clock.now());
  return { output: { test: testView(test), step }, changes };
};
