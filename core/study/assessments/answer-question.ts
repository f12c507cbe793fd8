import type { Outcome } from '../../rpc/changes.ts';
import type { ParsedInputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { currentStateOf, factsOfCard } from '../card-states.ts';
import type { PlacesInForce } from '../presets/places.ts';
import { recordReview } from '../record-review.ts';
import type { assessmentsContract } from './contract.ts';
import { matchAnswer } from './match-answer.ts';
import { answersOf, testOf, type Question } from './stored-test.ts';
import { nextQuestion, type TestStep } from './test-step.ts';

type Input = ParsedInputOf<typeof assessmentsContract, 'assessments.answer'>;

const recorded = statement<{ uid: Uint8Array }, { assessment_id: number; place: number; correct: number }>(
  'assessments.recorded',
  'SELECT assessment_id, place, correct FROM assessment_answers WHERE uid = @uid',
);
const cardByUid = statement<{ uid: Uint8Array }, { id: number }>(
  'assessments.cardByUid',
  'SELECT id FROM cards WHERE uid = @uid',
);

/** The service knows what was chosen or typed exactly; the rest is for the person to say. */
const verdict = (question: Question, input: Input): boolean => {
  if (question.format === 'choice') return input.given === question.expected;
  if (question.format === 'typed' && matchAnswer(input.given ?? '', question.expected) === 'right')
    return true;
  return input.correct;
};

/** The answer as a review of its card, as in a session; a card that left study meanwhile has none. */
const review = (
  tx: WriteTransaction,
  store: Store,
  places: PlacesInForce,
  question: Question,
  input: Input,
  correct: boolean,
): void => {
  const uid = uidFromHex(question.card);
  const card = tx.get(cardByUid, { uid });
  if (card === undefined) return;
  const facts = factsOfCard(tx, card.id);
  const row = currentStateOf(tx, card.id);
  if (facts === undefined || row === undefined || row.queue < 0) return;
  recordReview(tx, store, {
    card: { id: card.id, uid, facts, row },
    uid: store.ids.uid(),
    session: null,
    rating: correct ? 3 : 1,
    durationMs: input.durationMs,
    confidencePercent: input.confidencePercent ?? null,
    practice: false,
    chosen: true,
    values: places.valuesOf(row.lecture_id),
  });
};

/**
 * Records an answer of a test, once however often the request is repeated; where the test schedules, the review of the
 * card in the same transaction. Throws `not_found`, and `conflict` (answered already, ended, begun after its time).
 */
export const answerQuestion = async (
  store: Store,
  places: PlacesInForce,
  input: Input,
): Promise<Outcome<{ correct: boolean; recorded: boolean; step: TestStep }>> => {
  const outcome = await store.write('assessments.answer', (tx) => {
    const test = testOf(tx, input.test);
    const uid = uidFromHex(input.request);
    const existing = tx.get(recorded, { uid });
    if (existing !== undefined) {
      if (existing.assessment_id !== test.row.id || existing.place !== input.place)
        throw new RpcError('conflict', { request: input.request });
      return { correct: existing.correct === 1, recorded: false };
    }
    const question = test.questions[input.place];
    if (question === undefined) throw new RpcError('not_found', { place: input.place });
    const isLate = test.endsAt !== null && tx.now - input.durationMs > test.endsAt;
    const isAnswered = answersOf(tx, test).some(({ place }) => place === input.place);
    if (test.row.ended_at !== null || isLate || isAnswered)
      throw new RpcError('conflict', { test: input.test });
    const correct = verdict(question, input);
    const moment = localMoment(tx.now, store.clock, readSettings(tx));
    tx.append(
      'assessment_answers',
      {
        assessment_id: test.row.id,
        at: tx.now,
        uid,
        place: input.place,
        correct: correct ? 1 : 0,
        given: input.given ?? null,
        confidence_percent: input.confidencePercent ?? null,
        duration_ms: input.durationMs,
        utc_offset_min: moment.utcOffsetMin,
        study_day: moment.studyDay,
      },
      { owner: test.row.id },
    );
    if (test.options.reschedule) review(tx, store, places, question, input, correct);
    return { correct, recorded: true };
  });
  const step = nextQuestion(store, testOf(store, input.test), store.clock.now());
  return { output: { ...outcome.output, step }, changes: outcome.changes };
};
