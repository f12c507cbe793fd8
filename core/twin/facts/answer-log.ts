import type { StoreReader } from '../../store/reader.ts';
import { statement, type StatementDef } from '../../store/statements.ts';
import { phaseCode } from '../../study/phases.ts';

/** Live answers that scheduled their card, by local key of the card, moment and uid. Nobody writes into it. */
export type AnswerLog = {
  readonly card: Float64Array;
  readonly shownAt: Float64Array;
  readonly at: Float64Array;
  readonly studyDay: Int32Array;
  readonly utcOffsetMin: Int16Array;
  readonly rating: Uint8Array;
  /** One answered before its day in a session of the owner's own choice is a review. */
  readonly phase: Uint8Array;
  readonly intervalSeconds: Float64Array;
  /** 0 to 1; NaN where nobody was asked. */
  readonly confidence: Float64Array;
};

const newLog = (rows: number): AnswerLog => ({
  card: new Float64Array(rows),
  shownAt: new Float64Array(rows),
  at: new Float64Array(rows),
  studyDay: new Int32Array(rows),
  utcOffsetMin: new Int16Array(rows),
  rating: new Uint8Array(rows),
  phase: new Uint8Array(rows),
  intervalSeconds: new Float64Array(rows),
  confidence: new Float64Array(rows),
});

/** Rows of a log from one place up to another. */
type Stretch = { readonly log: AnswerLog; readonly from: number; readonly to: number };

const copyInto = (into: AnswerLog, place: number, { log, from, to }: Stretch): void => {
  into.card.set(log.card.subarray(from, to), place);
  into.shownAt.set(log.shownAt.subarray(from, to), place);
  into.at.set(log.at.subarray(from, to), place);
  into.studyDay.set(log.studyDay.subarray(from, to), place);
  into.utcOffsetMin.set(log.utcOffsetMin.subarray(from, to), place);
  into.rating.set(log.rating.subarray(from, to), place);
  into.phase.set(log.phase.subarray(from, to), place);
  into.intervalSeconds.set(log.intervalSeconds.subarray(from, to), place);
  into.confidence.set(log.confidence.subarray(from, to), place);
};

const joined = (stretches: readonly Stretch[]): AnswerLog => {
  const log = newLog(stretches.reduce((sum, { from, to }) => sum + to - from, 0));
  let place = 0;
  for (const stretch of stretches) {
    copyInto(log, place, stretch);
    place += stretch.to - stretch.from;
  }
  return log;
};

const whole = (log: AnswerLog): Stretch => ({ log, from: 0, to: log.card.length });

/** A stretch of the log as it is read, column by column: JSON arrays, since a million objects for rows cost more than to read them. */
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
type Span = { from: number; to: number };

/** What is taken back in a log, which is asked of its answers alone: most logs have nothing of it. */
export type TakenBack = 'nothing' | 'answers' | 'imports';

const pageOf = (name: string, answers: string, not = ''): StatementDef<Span, AnswerPage> =>
  statement(
    name,
    `SELECT json_group_array(card_id) AS cards, json_group_array(at) AS ats,
     json_group_array(study_day) AS study_days, json_group_array(utc_offset_min) AS utc_offsets,
     json_group_array(10 * rating + phase) AS ratings_and_phases,
     json_group_array(interval_seconds) AS intervals, json_group_array(duration_ms) AS durations,
     iif(count(confidence_percent) > 0, json_group_array(confidence_percent), NULL) AS confidences
   FROM (SELECT card_id, at, study_day, utc_offset_min, rating, phase, interval_seconds, duration_ms, confidence_percent
     FROM ${answers} r WHERE card_id BETWEEN @from AND @to AND interval_seconds IS NOT NULL${not}
     ORDER BY card_id, at, uid)`,
  );
const pages: Readonly<Record<TakenBack, StatementDef<Span, AnswerPage>>> = {
  nothing: pageOf('twin.answers', 'reviews'),
  answers: pageOf(
    'twin.answersNotUndone',
    'reviews',
    ' AND NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = r.uid AND u.undone = 1)',
  ),
  imports: pageOf('twin.liveAnswers', 'live_reviews'),
};

const cardKeys = statement<Record<string, never>, { keys: string }>(
  'twin.cardKeys',
  'SELECT json_group_array(id) AS keys FROM (SELECT id FROM cards ORDER BY id)',
);

// Checked border: the statements group numbers.
const numbersOf = (json: string): number[] => JSON.parse(json) as number[];

const filtered = phaseCode('filtered');
const review = phaseCode('review');

const logOfPage = (page: AnswerPage): AnswerLog => {
  const at = Float64Array.from(numbersOf(page.ats));
  const durations = numbersOf(page.durations);
  const ratingsAndPhases = numbersOf(page.ratings_and_phases);
  const log: AnswerLog = {
    card: Float64Array.from(numbersOf(page.cards)),
    at,
    shownAt: new Float64Array(at.length),
    studyDay: Int32Array.from(numbersOf(page.study_days)),
    utcOffsetMin: Int16Array.from(numbersOf(page.utc_offsets)),
    rating: new Uint8Array(at.length),
    phase: new Uint8Array(at.length),
    intervalSeconds: Float64Array.from(numbersOf(page.intervals)),
    confidence: new Float64Array(at.length).fill(Number.NaN),
  };
  // Hardly anybody is asked for it.
  const confidences = page.confidences === null ? null : (JSON.parse(page.confidences) as (number | null)[]);
  for (let row = 0; row < at.length; row += 1) {
    log.shownAt[row] = at[row]! - durations[row]!;
    const phase = ratingsAndPhases[row]! % 10;
    log.rating[row] = (ratingsAndPhases[row]! - phase) / 10;
    log.phase[row] = phase === filtered ? review : phase;
    const percent = confidences?.[row] ?? null;
    if (percent !== null) log.confidence[row] = percent / 100;
  }
  return log;
};

/** Enough that a page costs little beside its rows, few enough that its text is no load on memory. */
const cardsAtOnce = 1000;

/** Keys of the first and the last card of every page, in rising order. */
const pagesOf = (keys: readonly number[]): Span[] =>
  Array.from({ length: Math.ceil(keys.length / cardsAtOnce) }, (_, page) => ({
    from: keys[page * cardsAtOnce] ?? 0,
    to: keys[Math.min((page + 1) * cardsAtOnce, keys.length) - 1] ?? 0,
  }));

const readSpans = (reader: StoreReader, spans: readonly Span[], takenBack: TakenBack): AnswerLog[] =>
  spans.flatMap((span) => {
    const page = reader.get(pages[takenBack], span);
    return page === undefined ? [] : [logOfPage(page)];
  });

/** Reads the whole log. */
export const readLog = (reader: StoreReader, takenBack: TakenBack): AnswerLog => {
  const keys = numbersOf(reader.get(cardKeys, {})?.keys ?? '[]');
  return joined(readSpans(reader, pagesOf(keys), takenBack).map(whole));
};

/** The first row of a card, or where it would be. */
const placeOf = ({ card }: AnswerLog, key: number): number => {
  let low = 0;
  let high = card.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (card[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The log with the answers of some cards read anew. */
export const logWithCards = (
  reader: StoreReader,
  log: AnswerLog,
  cards: ReadonlySet<number>,
  takenBack: TakenBack,
): AnswerLog => {
  const stretches: Stretch[] = [];
  let copied = 0;
  for (const key of [...cards].toSorted((a, b) => a - b)) {
    stretches.push({ log, from: copied, to: placeOf(log, key) });
    copied = placeOf(log, key + 1);
    stretches.push(...readSpans(reader, [{ from: key, to: key }], takenBack).map(whole));
  }
  return joined([...stretches, { log, from: copied, to: log.card.length }]);
};
