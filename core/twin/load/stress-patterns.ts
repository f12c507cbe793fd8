import { DataError } from '#ml/data/data-error.ts';
import type { CellLayout } from '#ml/stats/cell-layout.ts';
import { cellPosterior } from '#ml/stats/cell-posterior.ts';
import { effectOf } from '#ml/stats/effect-of.ts';
import type { MeanLoad, SessionLoad } from './replay-load.ts';

export type StressKind = 'topic' | 'hour' | 'exam' | 'fatigue' | 'time_pressure';

/** A circumstance in which this owner's load is higher than it is otherwise. */
export type StressPattern = {
  kind: StressKind;
  /** Number of the topic, hour, first minute; 'near' or 'much'. */
  key: string;
  /** Times with a reading of HIGH or more, of all times under this circumstance. */
  occurrences: number;
  occasions: number;
  /** Points of load above the owner's mean, with the ends of the 90 % interval. */
  effect: number;
  low: number;
  high: number;
  /** Posterior probability that it is at least `smallestEffect` points. */
  confidence: number;
};

/** Fewer points of load are not worth telling. */
const smallestEffect = 5;
const leastOccurrences = 3;
const leastConfidence = 0.6;
const highLoad = 60;
/** As many tables share one budget of false claims. */
const families = 5;
const hours = 24;
/** Days before an exam. */
export const EXAM_NEAR_DAYS = 7;
/** So many times the answers of a usual day are much. */
const muchTimes = 1.5;

type Occasion = { session: number; cell: number; load: MeanLoad; peak: number };
type Table = {
  kind: StressKind;
  layout: CellLayout;
  keys: readonly string[];
  occasions: readonly Occasion[];
};

const unordered: CellLayout = { kind: 'unordered' };

/** What of a table is told: each circumstance against all, by one posterior that knows how many there are. */
const patternsOf = ({ kind, layout, keys, occasions }: Table): StressPattern[] => {
  const counts = new Float64Array(keys.length);
  const sums = new Float64Array(keys.length);
  const squares = new Float64Array(keys.length);
  const high = new Float64Array(keys.length);
  for (const { cell, load, peak } of occasions) {
    if (load === null || cell < 0 || cell >= keys.length) continue;
    counts[cell]! += 1;
    sums[cell]! += load.mean;
    squares[cell]! += load.mean ** 2;
    high[cell]! += peak >= highLoad ? 1 : 0;
  }
  try {
    const posterior = cellPosterior(
      { counts, sums, squares },
      { layout, smallestEffect, families, minimumCount: leastOccurrences },
    );
    return Array.from(posterior.cells, (cell): StressPattern | undefined => {
      const estimate = effectOf(posterior, [cell]);
      const key = keys[cell];
      const isNothing = kind !== 'topic' && kind !== 'hour' && cell === 0;
      if (estimate === null || key === undefined || isNothing) return undefined;
      if (high[cell]! < leastOccurrences || estimate.above < leastConfidence) return undefined;
      const { effect, low, high: top, above, n } = estimate;
      return { kind, key, occurrences: high[cell]!, occasions: n, effect, low, high: top, confidence: above };
    }).filter((pattern) => pattern !== undefined);
  } catch (error) {
    // Fewer than two circumstances, or all loads the same: nothing to compare.
    if (error instanceof DataError) return [];
    throw error;
  }
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/**
 * The occasions that each kind of circumstance is compared over. One occasion is a session, or the part of it that lies in
 * the circumstance: answers of one session are alike, sessions are not.
 */
const stressTables = (
  sessions: readonly SessionLoad[],
  isNearExam: (session: SessionLoad) => boolean,
): Table[] => {
  const topics = [...new Set(sessions.flatMap((session) => session.topics.map(({ topic }) => topic)))];
  const answersOfDay = new Map<number, number>();
  for (const { studyDay, answers } of sessions)
    answersOfDay.set(studyDay, (answersOfDay.get(studyDay) ?? 0) + answers);
  const usual = median([...answersOfDay.values()]);
  const starts = [0, 20, 40, 60];
  return [
    {
      kind: 'topic',
      layout: unordered,
      keys: topics.map(String),
      occasions: sessions.flatMap((session) =>
        session.topics.map(({ topic, load, peak }) => ({
          session: session.session,
          cell: topics.indexOf(topic),
          load,
          peak,
        })),
      ),
    },
    {
      kind: 'hour',
      layout: { kind: 'circle', positions: Array.from({ length: hours }, (_, hour) => hour), period: hours },
      keys: Array.from({ length: hours }, (_, hour) => String(hour)),
      occasions: sessions.map(({ session, hour, load, peak }) => ({ session, cell: hour, load, peak })),
    },
    {
      kind: 'exam',
      layout: unordered,
      keys: ['far', 'near'],
      occasions: sessions.map((session) => ({
        session: session.session,
        cell: isNearExam(session) ? 1 : 0,
        load: session.load,
        peak: session.peak,
      })),
    },
    {
      kind: 'fatigue',
      layout: { kind: 'line', positions: starts },
      keys: starts.map(String),
      occasions: sessions.flatMap((session) =>
        session.pieces.map(({ fromMinute, load, peak }) => ({
          session: session.session,
          cell: starts.indexOf(fromMinute),
          load,
          peak,
        })),
      ),
    },
    {
      kind: 'time_pressure',
      layout: unordered,
      keys: ['usual', 'much'],
      occasions: sessions.map(({ session, studyDay, load, peak }) => ({
        session,
        cell: (answersOfDay.get(studyDay) ?? 0) >= muchTimes * usual ? 1 : 0,
        load,
        peak,
      })),
    },
  ];
};

/**
 * In which circumstances load is higher than otherwise.
 * @param isNearExam an exam of the week after it was known of
 */
export const stressPatterns = (
  sessions: readonly SessionLoad[],
  isNearExam: (session: SessionLoad) => boolean,
): StressPattern[] =>
  stressTables(sessions, isNearExam)
    .flatMap(patternsOf)
    .toSorted((a, b) => b.confidence - a.confidence || b.effect - a.effect);

/** The sessions whose load is told under a circumstance, by their numbers in the history. */
export const stressSessions = (
  sessions: readonly SessionLoad[],
  isNearExam: (session: SessionLoad) => boolean,
  { kind, key }: Pick<StressPattern, 'kind' | 'key'>,
): number[] => {
  const table = stressTables(sessions, isNearExam).find((one) => one.kind === kind);
  const cell = table?.keys.indexOf(key) ?? -1;
  return (table?.occasions ?? []).flatMap((one) =>
    one.cell === cell && one.load !== null && cell >= 0 ? [one.session] : [],
  );
};
