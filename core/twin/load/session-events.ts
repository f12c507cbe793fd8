import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { eventsOfCards } from '../../study/card-states.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { NEW_CARD } from '../../study/scheduler/card-state.ts';
import { expectedRecall } from '../../study/scheduler/expected-recall.ts';
import { applyEvent, compareEvents } from '../../study/scheduler/fold.ts';
import type { LoadEvent } from './load-state.ts';

type AnswerRow = {
  card_id: number;
  at: number;
  uid: Uint8Array;
  rating: number;
  phase: number;
  duration_ms: number;
};

const answersOfSession = statement<{ session: number }, AnswerRow>(
  'twin.answersOfSession',
  `SELECT card_id, at, uid, rating, phase, duration_ms FROM live_reviews
   WHERE session_id = @session ORDER BY at, uid`,
);
const pausesOfSession = statement<{ session: number }, { at: number }>(
  'twin.pausesOfSession',
  `SELECT at FROM session_pauses WHERE session_id = @session AND kind = 'paused' ORDER BY at, uid`,
);
const breaksOfSession = statement<{ session: number }, { type: string; at: number; data: string }>(
  'twin.breaksOfSession',
  `SELECT type, at, data FROM live_behavioral_events
   WHERE session_id = @session AND type IN ('BREAK_STARTED', 'BREAK_ENDED', 'BREAK_POSTPONED', 'BREAK_SKIPPED')
   ORDER BY at, uid`,
);

const recordedAnswer = statement<{ card: number; at: number; uid: Uint8Array }, { rating: number }>(
  'twin.recordedAnswer',
  'SELECT rating FROM reviews WHERE card_id = @card AND at = @at AND uid = @uid',
);

/** The key of an answer in its log. */
export type AnswerKey = { readonly cardId: number; readonly at: number; readonly uid: Uint8Array };

/** Whether an answer that was heard of came to its end: a write that failed took its answer along. */
export const isRecorded = (reader: StoreReader, { cardId, at, uid }: AnswerKey): boolean =>
  reader.get(recordedAnswer, { card: cardId, at, uid }) !== undefined;

/** So many cards are folded at a time. */
const cardsAtOnce = 200;

/** What memory gave each of these answers, by uid: the folds of their cards up to there, as when they were given. */
const expectations = (reader: StoreReader, answers: readonly AnswerRow[]): Map<string, number | null> => {
  const model = modelInForce(reader);
  const asked = new Set(answers.map(({ uid }) => uidToHex(uid)));
  const cards = [...new Set(answers.map((row) => row.card_id))];
  const found = new Map<string, number | null>();
  for (let from = 0; from < cards.length; from += cardsAtOnce) {
    for (const events of eventsOfCards(reader, cards.slice(from, from + cardsAtOnce)).values()) {
      let state = NEW_CARD;
      for (const event of events.toSorted(compareEvents)) {
        if (event.type === 'review' && asked.has(event.uid))
          found.set(event.uid, expectedRecall(model, state, event.studyDay));
        state = applyEvent(model, state, event);
      }
    }
  }
  return found;
};

const breakEvent = (row: { type: string; at: number; data: string }): LoadEvent => {
  const { at } = row;
  if (row.type === 'BREAK_ENDED') return { kind: 'breakEnded', at };
  if (row.type === 'BREAK_SKIPPED') return { kind: 'breakSkipped', at };
  // Checked border: written by `recordEvent`.
  const { minutes } = JSON.parse(row.data) as { minutes: number };
  return { kind: row.type === 'BREAK_POSTPONED' ? 'breakPostponed' : 'breakStarted', at, minutes };
};

/** An answer of a session, with what memory gave its card just before. */
export type SessionAnswer = Extract<LoadEvent, { kind: 'answer' }> & { cardId: number };

/**
 * The answers of a session, in their order.
 * @param except the answer that is being recorded
 */
export const sessionAnswers = (
  reader: StoreReader,
  session: number,
  except?: Uint8Array,
): SessionAnswer[] => {
  const left = except === undefined ? undefined : uidToHex(except);
  const answers = reader.all(answersOfSession, { session }).filter(({ uid }) => uidToHex(uid) !== left);
  const expected = expectations(reader, answers);
  return answers.map((row) => ({
    kind: 'answer',
    cardId: row.card_id,
    at: row.at,
    durationMs: row.duration_ms,
    phase: row.phase,
    recalled: row.rating > 1,
    retrievability: expected.get(uidToHex(row.uid)) ?? null,
  }));
};

/**
 * What happened in a session, in its order: what its load was followed by, and can be followed by again.
 * @param except the answer that is being recorded
 */
export const sessionEvents = (reader: StoreReader, session: number, except?: Uint8Array): LoadEvent[] => {
  const events: LoadEvent[] = [
    ...sessionAnswers(reader, session, except),
    ...reader.all(breaksOfSession, { session }).map(breakEvent),
    ...reader.all(pausesOfSession, { session }).map(({ at }): LoadEvent => ({ kind: 'paused', at })),
  ];
  // Stable: what happened in one millisecond happened as listed, an answer before what was done after it.
  return events.toSorted((a, b) => a.at - b.at);
};
