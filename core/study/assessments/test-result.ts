import { wilsonInterval } from '#ml/evaluate/wilson-interval.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidFromHex } from '../../store/uid.ts';
import { textOfCard } from '../leeches/text-of-card.ts';
import type { assessmentsContract } from './contract.ts';
import { answersOf, testOf, type AnswerRow } from './stored-test.ts';
import { testView } from './test-step.ts';

type Result = OutputOf<typeof assessmentsContract, 'assessments.result'>;

const cardByUid = statement<{ uid: Uint8Array }, { id: number }>(
  'assessments.missedCard',
  'SELECT id FROM cards WHERE uid = @uid AND deleted_at IS NULL',
);
const shownQuestion = 200;

export const scoreOf = (answers: readonly Pick<AnswerRow, 'correct'>[]): Result['score'] => {
  const answered = answers.length;
  const correct = answers.filter((answer) => answer.correct === 1).length;
  return { correct, answered, interval: answered === 0 ? null : wilsonInterval(correct, answered) };
};

/** What came of a test: by objective, what was said before against what was right, and what was missed. */
export const testResult = (reader: StoreReader, uid: string): Result => {
  const test = testOf(reader, uid);
  const answers = answersOf(reader, test).flatMap((answer) => {
    const question = test.questions[answer.place];
    return question === undefined ? [] : [{ ...answer, question }];
  });
  const byGroup = Map.groupBy(answers, ({ question }) => question.objective ?? question.group);
  const stated = answers.flatMap((answer) =>
    answer.confidence_percent === null ? [] : [{ ...answer, percent: answer.confidence_percent }],
  );
  const byStated = Map.groupBy(stated, ({ percent }) => percent);
  return {
    test: testView(test),
    score: scoreOf(answers),
    questions: test.questions.length,
    durationMs: answers.reduce((sum, answer) => sum + answer.duration_ms, 0),
    objectives: [...byGroup.values()]
      .map((of) => ({ title: of[0]?.question.group ?? '', score: scoreOf(of) }))
      .sort((a, b) => a.title.localeCompare(b.title, 'en')),
    calibration: {
      answers: stated.length,
      groups: [...byStated]
        .sort(([a], [b]) => a - b)
        .map(([statedPercent, of]) => ({ statedPercent, score: scoreOf(of) })),
    },
    missed: answers
      .filter(({ correct }) => correct === 0)
      .flatMap(({ question, given }) => {
        const card = reader.get(cardByUid, { uid: uidFromHex(question.card) });
        if (card === undefined) return [];
        const text = textOfCard(reader, card.id);
        const expected = question.expected === '' ? text.answer : question.expected;
        return [{ card: question.card, question: text.question.slice(0, shownQuestion), expected, given }];
      }),
  };
};
