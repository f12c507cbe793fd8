import type { ParsedInputOf } from '../rpc/contract.ts';
import type { Outcome } from '../rpc/changes.ts';
import { RpcError } from '../rpc/errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { uidFromHex } from '../store/uid.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { cardSeed } from './card-seed.ts';
import { currentStateOf, factsOfCard, toCardState, writeCardState } from './card-states.ts';
import type { studyContract } from './contract.ts';
import { nextStep, type Step } from './next-step.ts';
import { phaseCode } from './phases.ts';
import type { StudyQueues } from './queues.ts';
import { answerCard } from './scheduler/answer-card.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { sessionOf, type SessionRow } from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';
import { studyConfig } from './study-config.ts';

type AnswerInput = ParsedInputOf<typeof studyContract, 'study.answer'>;
type Recorded = { intervalSeconds: number; recorded: boolean; leech: 'tagged' | 'suspended' | null };

const cardByUid = statement<{ uid: Uint8Array }, { id: number }>(
  'study.cardByUid',
  // In the trash too: a request that was recorded before its card was put away is still that request.
  'SELECT id FROM cards WHERE uid = @uid',
);
const recordedReview = statement<{ uid: Uint8Array }, { card_id: number; interval_seconds: number | null }>(
  'study.recordedReview',
  'SELECT card_id, interval_seconds FROM reviews WHERE uid = @uid AND session_id IS NOT NULL',
);
const lastFact = statement<{ card: number }, { at: number; interval_seconds: number | null }>(
  'study.lastFact',
  // Each log is read from its end: a max() over the view would go through the whole history of the card.
  `SELECT max(coalesce(r.at, 0),
     coalesce((SELECT at FROM live_schedule_changes WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0),
     coalesce((SELECT at FROM live_card_baselines WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0)) AS at,
     r.interval_seconds
   FROM (SELECT 1) LEFT JOIN
     (SELECT at, interval_seconds FROM live_reviews WHERE card_id = @card ORDER BY at DESC, uid DESC LIMIT 1) r`,
);

const record = (
  tx: WriteTransaction,
  store: Store,
  queues: StudyQueues,
  session: SessionRow,
  card: number,
  input: AnswerInput,
): Recorded => {
  const uid = uidFromHex(input.request);
  const existing = tx.get(recordedReview, { uid });
  if (existing !== undefined) {
    if (existing.card_id !== card) throw new RpcError('conflict', { request: input.request });
    return { intervalSeconds: Math.abs(existing.interval_seconds ?? 0), recorded: false, leech: null };
  }
  if (session.ended_at !== null) throw new RpcError('conflict', { session: input.session });
  const facts = factsOfCard(tx, card);
  const row = currentStateOf(tx, card);
  if (facts === undefined || row === undefined || row.queue < 0)
    throw new RpcError('conflict', { card: input.card });
  // Another window has answered this card since it was shown here.
  if (input.reps !== undefined && input.reps !== row.reps)
    throw new RpcError('conflict', { card: input.card });

  const settings = readSettings(tx);
  const last = tx.get(lastFact, { card });
  // A clock that was set back must not put an answer before the one it follows: the fold goes by this instant. The day
  // is the one the clock says, so that one wrong stamp of the past does not move today.
  const at = Math.max(tx.now, (last?.at ?? 0) + 1);
  const moment = localMoment(tx.now, store.clock, settings);
  const answer = {
    at,
    studyDay: moment.studyDay,
    cardSeed: cardSeed(uidFromHex(input.card)),
    rating: input.rating as Rating,
    durationMs: input.durationMs,
  };
  const outcome = answerCard(
    toCardState(row),
    answer,
    studyConfig(tx, settings, queues.places.valuesOf(row.lecture_id)),
  );
  const intervalSeconds = outcome.review.intervalSeconds;
  tx.append(
    'reviews',
    {
      card_id: card,
      at,
      uid,
      utc_offset_min: moment.utcOffsetMin,
      study_day: moment.studyDay,
      rating: input.rating,
      phase: phaseCode(outcome.review.phaseBefore),
      interval_seconds: intervalSeconds,
      last_interval_seconds: last?.interval_seconds ?? 0,
      duration_ms: input.durationMs,
      session_id: session.id,
      confidence_percent: input.confidencePercent ?? null,
    },
    { owner: card, keptBy: ['card_states'] },
  );
  writeCardState(tx, card, facts, outcome.state);
  tx.emit('review.recorded', {
    cardId: card,
    uid,
    at,
    studyDay: moment.studyDay,
    rating: input.rating,
    phase: phaseCode(outcome.review.phaseBefore),
    durationMs: input.durationMs,
  });
  return { intervalSeconds: Math.abs(intervalSeconds ?? 0), recorded: true, leech: null };
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
  if (outcome.output.recorded) queues.answered(card.id, session.id, input.durationMs);
  const step = nextStep(store, queues, session);
  return { output: { ...outcome.output, review: input.request, step }, changes: outcome.changes };
};
