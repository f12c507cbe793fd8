import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import { cardEvents } from './card-states.ts';
import { modelInForce } from './parameters/model-in-force.ts';
import { answerCapMs } from './rollup-day.ts';
import { NEW_CARD } from './scheduler/card-state.ts';
import { applyEvent, compareEvents } from './scheduler/fold.ts';
import type { MemoryModel } from './scheduler/memory-model.ts';
import { retrievability } from '#ml/memory/memory.ts';
import { sessionScope, type SessionRow, type SessionSummary } from './sessions.ts';

const sessionTotals = statement<
  { session: number },
  {
    answers: number;
    cards: number;
    review_answers: number | null;
    review_recalled: number | null;
    introduced: number | null;
    ms: number | null;
  }
>(
  'study.sessionTotals',
  `SELECT count(*) AS answers, count(DISTINCT card_id) AS cards, sum(phase = 2) AS review_answers,
     sum(phase = 2 AND rating > 1) AS review_recalled, sum(phase = 0) AS introduced,
     sum(min(duration_ms, ${answerCapMs})) AS ms
   FROM live_reviews WHERE session_id = @session`,
);
const reviewedInSession = statement<{ session: number }, { card_id: number; uid: Uint8Array }>(
  'study.reviewedInSession',
  'SELECT card_id, uid FROM live_reviews WHERE session_id = @session AND phase = 2 ORDER BY card_id LIMIT 2000',
);

/** Retrievability of a card just before one of its answers: the fold up to there. */
const expectedBefore = (
  reader: StoreReader,
  model: MemoryModel,
  card: number,
  uid: string,
): number | null => {
  let state = NEW_CARD;
  for (const event of cardEvents(reader, card).toSorted(compareEvents)) {
    if (event.uid === uid && event.type === 'review') {
      if (state.stability === null || state.lastDay === null) return null;
      return retrievability(model, state.stability, event.studyDay - state.lastDay);
    }
    state = applyEvent(model, state, event);
  }
  return null;
};

/** Recalled answers the memory model expected among the session's reviews; null when it expected none of them. */
const expectedRecalled = (reader: StoreReader, session: number): number | null => {
  const model = modelInForce(reader);
  const expectations = reader
    .all(reviewedInSession, { session })
    .map((row) => expectedBefore(reader, model, row.card_id, uidToHex(row.uid)))
    .filter((value) => value !== null);
  return expectations.length === 0 ? null : expectations.reduce((sum, value) => sum + value, 0);
};

/** What happened in a session, against what the memory model expected. */
export const sessionSummary = (reader: StoreReader, row: SessionRow): SessionSummary => {
  const totals = reader.get(sessionTotals, { session: row.id });
  return {
    session: uidToHex(row.uid),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    title: sessionScope(reader, row).title,
    answers: totals?.answers ?? 0,
    cards: totals?.cards ?? 0,
    reviewAnswers: totals?.review_answers ?? 0,
    reviewRecalled: totals?.review_recalled ?? 0,
    expectedRecalled: expectedRecalled(reader, row.id),
    introduced: totals?.introduced ?? 0,
    studiedMs: totals?.ms ?? 0,
  };
};
