import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { LOAD_WEIGHTS, type LoadIndex, type LoadPart } from './load-index.ts';
import { noLoad, stepLoad, type LoadBasis } from './load-state.ts';

/** Mean load and how many readings it is of; null: none was known. */
export type MeanLoad = { mean: number; readings: number } | null;

/** A piece of a session of twenty minutes, counted since it began. */
export type SessionPiece = { fromMinute: number; load: MeanLoad; peak: number };

/** The part of a session that was about one topic. */
export type SessionTopic = { topic: number; load: MeanLoad; peak: number };

/** One session of the history, as its load would have been shown. */
export type SessionLoad = {
  /** Number of the session in the history. */
  session: number;
  startedAt: number;
  studyDay: number;
  /** Of the local clock. */
  hour: number;
  minutes: number;
  answers: number;
  load: MeanLoad;
  peak: number;
  /** Without errors and decline: what recall may be compared with. */
  loadBesideRecall: MeanLoad;
  /** Mean recall less what memory expected; null below five answers that it expected anything of. */
  residual: number | null;
  topics: readonly SessionTopic[];
  pieces: readonly SessionPiece[];
};

class Sum {
  #total = 0;
  #count = 0;
  peak = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.#total += value;
    this.#count += 1;
    this.peak = Math.max(this.peak, value);
  }

  get mean(): MeanLoad {
    return this.#count === 0 ? null : { mean: this.#total / this.#count, readings: this.#count };
  }
}

const sumOf = <K>(sums: Map<K, Sum>, key: K): Sum => {
  const found = sums.get(key) ?? new Sum();
  sums.set(key, found);
  return found;
};

/** The weighted mean of some parts alone; null where none of them is known. */
const meanOfParts = ({ score, parts }: LoadIndex, names: readonly LoadPart[]): number | null => {
  if (score === null) return null;
  const known = names.filter((name) => parts[name] !== null);
  const weight = known.reduce((sum, name) => sum + LOAD_WEIGHTS[name], 0);
  if (weight === 0) return null;
  return known.reduce((sum, name) => sum + LOAD_WEIGHTS[name] * (parts[name] ?? 0), 0) / weight;
};

const besideRecall: readonly LoadPart[] = ['latency', 'disengagement', 'duration'];
const besideDuration: readonly LoadPart[] = ['latency', 'errors', 'disengagement', 'decline'];
const pieceMinutes = 20;
const lastPiece = 60;
const leastJudged = 5;
const minuteMs = 60_000;

/**
 * The load of every session of a history, imported ones too, by the same fold that follows a session live.
 * @param topicOf number of the topic of a card's row; −1 without one
 */
export const replayLoad = (
  history: StruggleHistory,
  basis: LoadBasis,
  fromDay: number,
  topicOf: (card: number) => number,
): SessionLoad[] => {
  const sessions: SessionLoad[] = [];
  let row = history.studyDay.findIndex((day) => day >= fromDay);
  if (row < 0) return sessions;
  // A session that began before belongs to the days before.
  while (row > 0 && row < history.rows && history.session[row] === history.session[row - 1]) row += 1;
  while (row < history.rows) {
    let end = row;
    while (end < history.rows && history.session[end] === history.session[row]) end += 1;
    sessions.push(replaySession(history, basis, row, end, topicOf));
    row = end;
  }
  return sessions;
};

const replaySession = (
  history: StruggleHistory,
  basis: LoadBasis,
  from: number,
  to: number,
  topicOf: (card: number) => number,
): SessionLoad => {
  let state = noLoad;
  const [all, beside] = [new Sum(), new Sum()];
  const topics = new Map<number, Sum>();
  const pieces = new Map<number, Sum>();
  let judged = 0;
  let residual = 0;
  for (let row = from; row < to; row += 1) {
    const at = history.at[row]!;
    const recalled = history.recalled[row] === 1;
    const isJudged = history.judged[row] === 1;
    const retrievability = isJudged ? history.retrievability[row]! : null;
    const durationMs = Math.max(0, at - history.shownAt[row]!);
    const answer = {
      kind: 'answer',
      at,
      durationMs,
      phase: history.phase[row]!,
      recalled,
      retrievability,
    } as const;
    ({ state } = stepLoad(state, answer, basis));
    if (retrievability !== null) {
      judged += 1;
      residual += (recalled ? 1 : 0) - retrievability;
    }
    const { reading } = state;
    if (reading === null) continue;
    all.add(reading.score);
    beside.add(meanOfParts(reading, besideRecall));
    sumOf(topics, topicOf(history.card[row]!)).add(reading.score);
    const piece = Math.min(lastPiece, Math.floor(reading.measures.minutes / pieceMinutes) * pieceMinutes);
    // How long it goes on is in the index itself, and is not to be found in it again.
    sumOf(pieces, piece).add(meanOfParts(reading, besideDuration));
  }
  const startedAt = history.shownAt[from]!;
  const local = startedAt / minuteMs + history.utcOffsetMin[from]!;
  return {
    session: history.session[from]!,
    startedAt,
    studyDay: history.studyDay[from]!,
    hour: ((Math.floor(local / 60) % 24) + 24) % 24,
    minutes: Math.max(0, history.at[to - 1]! - startedAt) / minuteMs,
    answers: to - from,
    load: all.mean,
    peak: all.peak,
    loadBesideRecall: beside.mean,
    residual: judged < leastJudged ? null : residual / judged,
    topics: [...topics]
      .filter(([topic]) => topic >= 0)
      .map(([topic, sum]) => ({ topic, load: sum.mean, peak: sum.peak })),
    pieces: [...pieces].map(([fromMinute, sum]) => ({ fromMinute, load: sum.mean, peak: sum.peak })),
  };
};
