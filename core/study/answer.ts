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
import { reschedules } from './custom/contract.ts';
import { isLeechAt, markLeech } from './leech-rule.ts';
import { nextStep, type Step } from './next-step.ts';
import { phaseCode } from './phases.ts';
import type { StudyQueues } from './queues.ts';
import { answerCard } from './scheduler/answer-card.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { optionsOf } from './session-options.ts';
import { sessionOf, type SessionRow } from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';
import { studyConfig } from './study-config.ts';

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

  const settings = readSettings(tx);
  const last = tx.get(lastFact, { card });
  // A clock that was set back must not put an answer before the one it follows: the fold goes by this instant. The day
  // is the one the clock says, so that one wrong stamp of the past does not move today.
  const at = Math.max(tx.now, (last?.at ?? 0) + 1);
  const moment = localMoment(tx.now, store.clock, settings);
  const values = queues.places.valuesOf(row.lecture_id);
  const durationMs = Math.min(input.durationMs, values.timerCapSeconds * 1000);
  const before = toCardState(row);
  const answer = {
    at,
    studyDay: moment.studyDay,
    cardSeed: cardSeed(uidFromHex(input.card)),
    rating: input.rating as Rating,
    durationMs,
  };
  const { custom } = optionsOf(session);
  const practice = custom !== undefined && !reschedules(custom);
  const outcome = answerCard(before, answer, studyConfig(tx, settings, values));
  // As Anki logs what a filtered deck does: practice, and a review before its day.
  const ahead = custom !== undefined && before.phase === 'review' && (before.dueDay ?? 0) > moment.studyDay;
  const phase = phaseCode(practice || ahead ? 'filtered' : outcome.review.phaseBefore);
  const intervalSeconds = practice ? null : outcome.review.intervalSeconds;
  tx.append(
    'reviews',
    {
      card_id: card,
      at,
      uid,
      utc_offset_min: moment.utcOffsetMin,
      study_day: moment.studyDay,
      rating: input.rating,
      phase,
      interval_seconds: intervalSeconds,
      last_interval_seconds: last?.interval_seconds ?? 0,
      duration_ms: durationMs,
      session_id: session.id,
      confidence_percent: input.confidencePercent ?? null,
    },
    { owner: card, keptBy: ['card_states'] },
  );
  if (!practice) writeCardState(tx, card, facts, outcome.state);
  tx.emit('review.recorded', {
    cardId: card,
    uid,
    at,
    studyDay: moment.studyDay,
    rating: input.rating,
    phase,
    schedules: !practice,
    durationMs,
  });
  const { lapses } = outcome.state;
  const becameLeech = !practice && lapses > before.lapses && isLeechAt(lapses, values.leechThreshold);
  const leech = becameLeech
    ? markLeech(tx, { id: card, note: facts.note_id }, values.leechAction, () => store.ids.uid())
    : null;
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
