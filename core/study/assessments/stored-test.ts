import { z } from 'zod';
import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uid } from '../../store/schemas.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';
import { format, mostQuestions, options } from './contract.ts';

const text = z.string().max(400);

/** What `assessments.questions` holds: fixed at the start, whatever becomes of the cards. */
const storedQuestions = z
  .array(
    z.object({
      card: uid,
      objective: uid.nullable(),
      /** Title of the objective, or of the lecture where the card has none. */
      group: z.string(),
      format,
      expected: text,
      choices: z.array(text).max(4),
    }),
  )
  .max(mostQuestions);

export type Question = z.infer<typeof storedQuestions>[number];
export type TestOptions = z.infer<typeof options>;

export type TestRow = {
  id: number;
  uid: Uint8Array;
  exam_uid: Uint8Array | null;
  title: string;
  options: string;
  questions: string;
  started_at: number;
  ended_at: number | null;
  outcome: 'finished' | 'abandoned' | null;
};

export const testColumns = `a.id, a.uid, e.uid AS exam_uid, a.title, a.options, a.questions, a.started_at, a.ended_at, a.outcome
  FROM assessments a LEFT JOIN exams e ON e.id = a.exam_id`;
const byUid = statement<{ uid: Uint8Array }, TestRow>(
  'assessments.byUid',
  `SELECT ${testColumns} WHERE a.uid = @uid AND a.deleted_at IS NULL`,
);

export type StoredTest = { row: TestRow; options: TestOptions; questions: Question[]; endsAt: number | null };

export const readTest = (row: TestRow): StoredTest => {
  const chosen = options.parse(JSON.parse(row.options));
  return {
    row,
    options: chosen,
    questions: storedQuestions.parse(JSON.parse(row.questions)),
    endsAt: chosen.limitMinutes === null ? null : row.started_at + chosen.limitMinutes * 60_000,
  };
};

/** Throws `not_found`. */
export const testOf = (reader: StoreReader, test: string): StoredTest => {
  const row = reader.get(byUid, { uid: uidFromHex(test) });
  if (row === undefined) throw new RpcError('not_found', { test });
  return readTest(row);
};

export type AnswerRow = {
  place: number;
  correct: number;
  given: string | null;
  confidence_percent: number | null;
  duration_ms: number;
};
const answers = statement<{ test: number }, AnswerRow>(
  'assessments.answers',
  `SELECT place, correct, given, confidence_percent, duration_ms FROM live_assessment_answers
   WHERE assessment_id = @test ORDER BY at, uid`,
);

/** Answers that stand, in the order they were given. */
export const answersOf = (reader: StoreReader, test: StoredTest): AnswerRow[] =>
  reader.all(answers, { test: test.row.id });
