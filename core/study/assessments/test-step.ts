import type { z } from 'zod';
import { renderCardById } from '../../library/render-card-by-id.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import type { assessmentsContract, testStep } from './contract.ts';
import { answersOf, type StoredTest } from './stored-test.ts';
import type { OutputOf } from '../../rpc/contract.ts';

export type TestStep = z.input<typeof testStep>;
export type TestView = OutputOf<typeof assessmentsContract, 'assessments.at'>['test'];

const liveCard = statement<{ uid: Uint8Array }, { id: number }>(
  'assessments.liveCard',
  'SELECT id FROM cards WHERE uid = @uid AND deleted_at IS NULL',
);

/** The first question without an answer whose card is still there; none once the time is over or the test has ended. */
export const nextQuestion = (reader: StoreReader, test: StoredTest, now: number): TestStep => {
  const answers = answersOf(reader, test);
  const progress = {
    answered: answers.length,
    correct: answers.filter(({ correct }) => correct === 1).length,
    questions: test.questions.length,
  };
  const isOver = test.row.ended_at !== null || (test.endsAt !== null && now >= test.endsAt);
  if (!isOver) {
    const answered = new Set(answers.map(({ place }) => place));
    for (const [place, question] of test.questions.entries()) {
      if (answered.has(place)) continue;
      const card = reader.get(liveCard, { uid: uidFromHex(question.card) });
      if (card === undefined) continue;
      const { format, expected, choices } = question;
      return {
        kind: 'question',
        place,
        format,
        rendered: renderCardById(reader, card.id),
        expected,
        choices,
        progress,
      };
    }
  }
  return { kind: 'over', progress };
};

export const testView = ({ row, options, endsAt }: StoredTest): TestView => ({
  uid: uidToHex(row.uid),
  title: row.title,
  exam: row.exam_uid === null ? null : uidToHex(row.exam_uid),
  options,
  startedAt: row.started_at,
  endsAt,
  endedAt: row.ended_at,
  outcome: row.outcome,
});
