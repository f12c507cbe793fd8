import type { ParsedInputOf } from '../rpc/contract.ts';
import type { Outcome } from '../rpc/changes.ts';
import { RpcError } from '../rpc/errors.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { uidFromHex } from '../store/uid.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { currentStateOf, factsOfCard } from './card-states.ts';
import type { studyContract } from './contract.ts';
import { reschedules } from './custom/contract.ts';
import { nextStep, type Step } from './next-step.ts';
import type { StudyQueues } from './queues.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { recordReview } from './record-review.ts';
import { optionsOf } from './session-options.ts';
import { sessionOf, type SessionRow } from './sessions.ts';

type AnswerInput = ParsedInputOf<typeof studyContract, 'study.answer'>;
type Recorded = { intervalSeconds: number; recorded: boolean; leech: 'tagged' | 'suspended' | null };
/** What the plans need to know of an answer. */
type Answered = { durationMs: number; practice: boolean; forgotten: boolean; wasInSteps: boolean };

const cardByUid = statement<{ uid: Uint8Array }, { id: number }>(
  'study.cardByUid',
  // In the trash too: a request that was recorded before its card was put away is still that request.
  'SELECT id FROM cards WHERE uid = @uid',
);
const recordedReview = statement<{ uid: Uint8Array }, { card_id: number; interval_seconds: number | null }>(
  'study.recordedReview',
  'SELECT card_id, interval_seconds FROM reviews WHERE uid = @uid AND session_id IS NOT NULL',
);
const record = (
  tx: WriteTransaction,
  store: Store,
  queues: StudyQueues,
  session: SessionRow,
  card: number,
  input: AnswerInput,
): { recorded: Recorded; answered?: Answered } => {
  const uid = uidFromHex(input.request);
  const existing = tx.get(recordedReview, { uid });
  if (existing !== undefined) {
    if (existing.card_id !== card) throw new RpcError('conflict', { request: input.request });
    const intervalSeconds = Math.abs(existing.interval_seconds ?? 0);
    return { recorded: { intervalSeconds, recorded: false, leech: null } };
  }
  if (session.ended_at !== null) throw new RpcError('conflict', { session: input.session });
  const facts = factsOfCard(tx, card);
  const row = currentStateOf(tx, card);
  if (facts === undefined || row === undefined || row.queue < 0)
    throw new RpcError('conflict', { card: input.card });
  // Another window has answered this card since it was shown here.
  if (input.reps !== undefined && input.reps !== row.reps)
    throw new RpcError('conflict', { card: input.card });

  const { custom } = optionsOf(session);
  const practice = custom !== undefined && !reschedules(custom);
  const values = queues.places.valuesOf(row.lecture_id);
  const { intervalSeconds, durationMs, leech } = recordReview(tx, store, {
    card: { id: card, uid: uidFromHex(input.card), facts, row },
    uid,
    session: session.id,
    rating: input.rating as Rating,
    durationMs: input.durationMs,
    confidencePercent: input.confidencePercent ?? null,
    practice,
    chosen: custom !== undefined,
    values,
  });
  return {
    recorded: { intervalSeconds: Math.abs(intervalSeconds ?? 0), recorded: true, leech },
    answered: { durationMs, practice, forgotten: input.rating === 1, wasInSteps: row.queue === 1 },
  };
};

/**
 * Records an answer: durable when the promise resolves, and once only however often the request is repeated.
 * Throws `not_found` (session, card) and `conflict` (the card cannot be studied any more, the session has ended).
 */
export const answer = async (
  store: Store,
  queues: StudyQueues,
  input: AnswerInput,
): Promise<Outcome<Recorded & { review: string; step: Step }>> => {
  const card = store.get(cardByUid, { uid: uidFromHex(input.card) });
  if (card === undefined) throw new RpcError('not_found', { card: input.card });
  const outcome = await store.write('study.answer', (tx) =>
    record(tx, store, queues, sessionOf(tx, input.session), card.id, input),
  );
  const session = sessionOf(store, input.session);
  const { recorded, answered } = outcome.output;
  if (answered !== undefined) queues.answered(card.id, session.id, answered);
  const step = nextStep(store, queues, session);
  return { output: { ...recorded, review: input.request, step }, changes: outcome.changes };
};
