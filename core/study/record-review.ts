import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { cardSeed } from './card-seed.ts';
import { toCardState, writeCardState, type currentStateOf, type factsOfCard } from './card-states.ts';
import { isLeechAt, markLeech } from './leech-rule.ts';
import { phaseCode } from './phases.ts';
import type { EffectiveValues } from './presets/contract.ts';
import { answerCard } from './scheduler/answer-card.ts';
import { expectedRecall } from './scheduler/expected-recall.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { studyConfig } from './study-config.ts';

export type ReviewToRecord = {
  card: {
    id: number;
    uid: Uint8Array;
    facts: NonNullable<ReturnType<typeof factsOfCard>>;
    row: NonNullable<ReturnType<typeof currentStateOf>>;
  };
  uid: Uint8Array;
  /** Local key; null: the answer of a practice test. */
  session: number | null;
  rating: Rating;
  durationMs: number;
  confidencePercent: number | null;
  /** The answer is kept and changes no card. */
  practice: boolean;
  /** Cards of one's own choice, not the plan of the day. */
  chosen: boolean;
  /** In force for the card's lecture. */
  values: EffectiveValues;
};

const lastFact = statement<{ card: number }, { at: number; interval_seconds: number | null }>(
  'study.lastFact',
  // Each log is read from its end: a max() over the view would go through the whole history of the card.
  `SELECT max(coalesce(r.at, 0),
     coalesce((SELECT at FROM live_schedule_changes WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0),
     coalesce((SELECT at FROM live_card_baselines WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0)) AS at,
     r.interval_seconds
   FROM (SELECT 1) LEFT JOIN
     (SELECT coalesce((SELECT eff_at FROM eff_clamps e WHERE e.uid = v.uid), v.at) AS at, interval_seconds
      FROM live_reviews v WHERE card_id = @card ORDER BY v.at DESC, v.uid DESC LIMIT 1) r`,
);

/** Appends an answer to the log and schedules its card, in the transaction of whoever took it. */
export const recordReview = (
  tx: WriteTransaction,
  store: Store,
  review: ReviewToRecord,
): { intervalSeconds: number | null; durationMs: number; leech: 'tagged' | 'suspended' | null } => {
  const { card, uid, rating, practice, values } = review;
  const { facts, row } = card;
  const settings = readSettings(tx);
  const last = tx.get(lastFact, { card: card.id });
  // A clock that was set back must not put an answer before the one it follows: the fold goes by this instant. The day
  // is the one the clock says, so that one wrong stamp of the past does not move today.
  const at = Math.max(tx.now, (last?.at ?? 0) + 1);
  const moment = localMoment(tx.now, store.clock, settings);
  const { studyDay } = moment;
  const durationMs = Math.min(review.durationMs, values.timerCapSeconds * 1000);
  const before = toCardState(row);
  const answer = { at, studyDay, cardSeed: cardSeed(card.uid), rating, durationMs };
  const config = studyConfig(tx, settings, values);
  const outcome = answerCard(before, answer, config);
  // As Anki logs what a filtered deck does: practice, and a review before its day.
  const ahead = review.chosen && before.phase === 'review' && (before.dueDay ?? 0) > studyDay;
  const phase = phaseCode(practice || ahead ? 'filtered' : outcome.review.phaseBefore);
  const intervalSeconds = practice ? null : outcome.review.intervalSeconds;
  tx.append(
    'reviews',
    {
      card_id: card.id,
      at,
      uid,
      utc_offset_min: moment.utcOffsetMin,
      study_day: studyDay,
      rating,
      phase,
      interval_seconds: intervalSeconds,
      last_interval_seconds: last?.interval_seconds ?? 0,
      duration_ms: durationMs,
      session_id: review.session,
      confidence_percent: review.confidencePercent,
    },
    { owner: card.id, keptBy: ['card_states'] },
  );
  if (!practice) writeCardState(tx, card.id, facts, outcome.state);
  tx.emit('review.recorded', {
    cardId: card.id,
    uid,
    at,
    studyDay,
    utcOffsetMin: moment.utcOffsetMin,
    rating,
    phase,
    schedules: !practice,
    durationMs,
    session: review.session,
    retrievability: expectedRecall(config.parameters, before, studyDay),
  });
  const { lapses } = outcome.state;
  const becameLeech = !practice && lapses > before.lapses && isLeechAt(lapses, values.leechThreshold);
  const leech = becameLeech
    ? markLeech(tx, { id: card.id, note: facts.note_id }, values.leechAction, () => store.ids.uid())
    : null;
  return { intervalSeconds, durationMs, leech };
};
