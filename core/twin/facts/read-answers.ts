import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { phaseCode } from '../../study/phases.ts';
import type { LearnerCards } from './read-cards.ts';

type AnswerRow = {
  card_id: number;
  at: number;
  study_day: number;
  utc_offset_min: number;
  rating: number;
  phase: number;
  interval_seconds: number;
  duration_ms: number;
  confidence_percent: number | null;
};

const countAnswers = statement<Record<string, never>, { n: number }>(
  'twin.countAnswers',
  'SELECT count(*) AS n FROM reviews WHERE interval_seconds IS NOT NULL',
);
const answerRows = statement<Record<string, never>, AnswerRow>(
  'twin.answers',
  `SELECT card_id, at, study_day, utc_offset_min, rating, phase, interval_seconds, duration_ms, confidence_percent
   FROM live_reviews WHERE interval_seconds IS NOT NULL ORDER BY card_id, at, uid`,
);
const resetRows = statement<Record<string, never>, { card_id: number; at: number }>(
  'twin.resets',
  `SELECT card_id, at FROM live_schedule_changes WHERE kind = 'forget' ORDER BY card_id, at`,
);

/** Answered before its day in a session of one's own choice: a review all the same. */
const filtered = phaseCode('filtered');
const review = phaseCode('review');

/** Answers as columns, with cards by row; `StruggleFacts.answers` and the time each took lies between shownAt and at. */
export type LearnerAnswers = {
  card: Int32Array;
  shownAt: Float64Array;
  at: Float64Array;
  studyDay: Int32Array;
  utcOffsetMin: Int16Array;
  rating: Uint8Array;
  phase: Uint8Array;
  intervalSeconds: Float64Array;
  confidence: Float64Array;
};

const columns = (rows: number): LearnerAnswers => ({
  card: new Int32Array(rows),
  shownAt: new Float64Array(rows),
  at: new Float64Array(rows),
  studyDay: new Int32Array(rows),
  utcOffsetMin: new Int16Array(rows),
  rating: new Uint8Array(rows),
  phase: new Uint8Array(rows),
  intervalSeconds: new Float64Array(rows),
  confidence: new Float64Array(rows),
});

const upTo = (answers: LearnerAnswers, rows: number): LearnerAnswers => ({
  card: answers.card.subarray(0, rows),
  shownAt: answers.shownAt.subarray(0, rows),
  at: answers.at.subarray(0, rows),
  studyDay: answers.studyDay.subarray(0, rows),
  utcOffsetMin: answers.utcOffsetMin.subarray(0, rows),
  rating: answers.rating.subarray(0, rows),
  phase: answers.phase.subarray(0, rows),
  intervalSeconds: answers.intervalSeconds.subarray(0, rows),
  confidence: answers.confidence.subarray(0, rows),
});

/** Another row for an earlier memory of a card: of its format, and of no objective. */
const addRow = (cards: LearnerCards, row: number): number => {
  cards.objective.push(-1);
  cards.format.push(cards.format[row] ?? 0);
  return cards.cards.push(cards.cards[row] ?? 0) - 1;
};

/**
 * Every live answer that scheduled its card, card by card. A card that was forgotten by hand has a memory of its own from
 * there on: its earlier answers go to a row of their own, which is appended to `cards` and belongs to no objective.
 */
export const readAnswers = (reader: StoreReader, cards: LearnerCards): LearnerAnswers => {
  const answers = columns(reader.get(countAnswers, {})?.n ?? 0);
  const resets = Map.groupBy(reader.all(resetRows, {}), (row) => row.card_id);
  let rows = 0;
  let card = Number.NaN;
  let cardRow = 0;
  let lastDay = 0;
  let first = 0;
  let waiting: number[] = [];
  for (const row of reader.iterate(answerRows, {})) {
    if (row.card_id !== card) {
      card = row.card_id;
      cardRow = cards.cardRow.get(card) ?? -1;
      waiting = (resets.get(card) ?? []).map(({ at }) => at);
      lastDay = row.study_day;
      first = rows;
    }
    if (cardRow < 0) continue;
    while (waiting[0] !== undefined && waiting[0] < row.at) {
      waiting.shift();
      if (rows > first) answers.card.fill(addRow(cards, cardRow), first, rows);
      first = rows;
    }
    answers.card[rows] = cardRow;
    // A clock that was set back counts as the same day, as in the fold.
    lastDay = Math.max(lastDay, row.study_day);
    answers.studyDay[rows] = lastDay;
    answers.at[rows] = row.at;
    answers.shownAt[rows] = row.at - row.duration_ms;
    answers.utcOffsetMin[rows] = row.utc_offset_min;
    answers.rating[rows] = row.rating;
    answers.phase[rows] = row.phase === filtered ? review : row.phase;
    answers.intervalSeconds[rows] = row.interval_seconds;
    answers.confidence[rows] = row.confidence_percent === null ? Number.NaN : row.confidence_percent / 100;
    rows += 1;
  }
  return upTo(answers, rows);
};
