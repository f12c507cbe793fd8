import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { phaseCode } from '../../study/phases.ts';
import type { LearnerCards } from './read-cards.ts';

/** A stretch of the log, column by column: JSON arrays, since a million objects for rows cost more than to read them. */
type AnswerPage = {
  cards: string;
  ats: string;
  study_days: string;
  utc_offsets: string;
  ratings_and_phases: string;
  intervals: string;
  durations: string;
  confidences: string | null;
};

const countAnswers = statement<Record<string, never>, { n: number }>(
  'twin.countAnswers',
  'SELECT count(*) AS n FROM reviews WHERE interval_seconds IS NOT NULL',
);
const answerPage = statement<{ from: number; to: number }, AnswerPage>(
  'twin.answers',
  // As in live_reviews, but where nothing is undone no answer is asked about it.
  `SELECT json_group_array(card_id) AS cards, json_group_array(at) AS ats,
     json_group_array(study_day) AS study_days, json_group_array(utc_offset_min) AS utc_offsets,
     json_group_array(10 * rating + phase) AS ratings_and_phases,
     json_group_array(interval_seconds) AS intervals, json_group_array(duration_ms) AS durations,
     iif(count(confidence_percent) > 0, json_group_array(confidence_percent), NULL) AS confidences
   FROM (SELECT card_id, at, study_day, utc_offset_min, rating, phase, interval_seconds, duration_ms, confidence_percent
     FROM reviews WHERE card_id BETWEEN @from AND @to AND interval_seconds IS NOT NULL
       AND uid NOT IN (SELECT target_uid FROM log_undos WHERE undone = 1)
       AND (NOT EXISTS (SELECT 1 FROM batches WHERE undone_at IS NOT NULL)
         OR NOT EXISTS (SELECT 1 FROM cards c JOIN batches b ON b.id = c.batch_id
                        WHERE c.id = card_id AND b.undone_at IS NOT NULL))
     ORDER BY card_id, at, uid)`,
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

/** Enough that a page costs little beside its rows, few enough that its text is no load on memory. */
const cardsAtOnce = 1000;

/** Keys of the first and the last card of every page, in rising order. */
const pagesOf = (cards: readonly number[]): { from: number; to: number }[] => {
  const keys = Float64Array.from(cards).sort();
  return Array.from({ length: Math.ceil(keys.length / cardsAtOnce) }, (_, page) => ({
    from: keys[page * cardsAtOnce] ?? 0,
    to: keys[Math.min((page + 1) * cardsAtOnce, keys.length) - 1] ?? 0,
  }));
};

// Checked border: the statement groups numbers.
const numbersOf = (json: string): number[] => JSON.parse(json) as number[];

/** Answers of a page as they are read, column by column. */
const columnsOf = (page: AnswerPage) => ({
  cards: numbersOf(page.cards),
  ats: numbersOf(page.ats),
  studyDays: numbersOf(page.study_days),
  utcOffsets: numbersOf(page.utc_offsets),
  ratingsAndPhases: numbersOf(page.ratings_and_phases),
  intervals: numbersOf(page.intervals),
  durations: numbersOf(page.durations),
  // Hardly anybody is asked for it.
  confidences: page.confidences === null ? null : (JSON.parse(page.confidences) as (number | null)[]),
});

/**
 * Every live answer that scheduled its card, card by card. A card that was forgotten by hand has a memory of its own from
 * there on: its earlier answers go to a row of their own, which is appended to `cards` and belongs to no objective.
 */
export const readAnswers = (reader: StoreReader, cards: LearnerCards): LearnerAnswers => {
  const answers = columns(reader.get(countAnswers, {})?.n ?? 0);
  const resets = Map.groupBy(reader.all(resetRows, {}), (row) => row.card_id);
  let rows = 0;
  // Rows for earlier memories are appended while pages are read.
  for (const span of pagesOf(cards.cards)) {
    const page = reader.get(answerPage, span);
    if (page !== undefined) rows = addPage(columnsOf(page), { answers, rows, resets, cards });
  }
  return upTo(answers, rows);
};

type ReadSoFar = {
  readonly answers: LearnerAnswers;
  readonly rows: number;
  readonly resets: ReadonlyMap<number, readonly { at: number }[]>;
  readonly cards: LearnerCards;
};

/** @returns how many rows there are now */
const addPage = (page: ReturnType<typeof columnsOf>, { answers, rows, resets, cards }: ReadSoFar): number => {
  let row = rows;
  let card = Number.NaN;
  let cardRow = 0;
  let lastDay = 0;
  let first = 0;
  let waiting: number[] = [];
  for (let place = 0; place < page.cards.length; place += 1) {
    const [id, at, day] = [page.cards[place]!, page.ats[place]!, page.studyDays[place]!];
    if (id !== card) {
      card = id;
      cardRow = cards.cardRow.get(card) ?? -1;
      waiting = (resets.get(card) ?? []).map((reset) => reset.at);
      lastDay = day;
      first = row;
    }
    if (cardRow < 0) continue;
    while (waiting[0] !== undefined && waiting[0] < at) {
      waiting.shift();
      if (row > first) answers.card.fill(addRow(cards, cardRow), first, row);
      first = row;
    }
    answers.card[row] = cardRow;
    // A clock that was set back counts as the same day, as in the fold.
    lastDay = Math.max(lastDay, day);
    answers.studyDay[row] = lastDay;
    answers.at[row] = at;
    answers.shownAt[row] = at - page.durations[place]!;
    answers.utcOffsetMin[row] = page.utcOffsets[place]!;
    const phase = page.ratingsAndPhases[place]! % 10;
    answers.rating[row] = (page.ratingsAndPhases[place]! - phase) / 10;
    answers.phase[row] = phase === filtered ? review : phase;
    answers.intervalSeconds[row] = page.intervals[place]!;
    const percent = page.confidences?.[place] ?? null;
    answers.confidence[row] = percent === null ? Number.NaN : percent / 100;
    row += 1;
  }
  return row;
};
