import type { StruggleHistory } from '../knowledge/struggle/history.ts';

/** What kind of answer a time belongs to: times of different kinds are never compared. */
export const PACE_PHASES = ['new', 'steps', 'review'] as const;
export type PacePhase = (typeof PACE_PHASES)[number];

/** Answer times of one kind: log-normal, by mean and deviation of the log. */
export interface PaceKind {
  /** Index into FORMATS. */
  readonly format: number;
  readonly phase: PacePhase;
  readonly recalled: boolean;
  readonly n: number;
  readonly medianMs: number;
  /** Of log ms. */
  readonly meanLog: number;
  readonly deviationLog: number;
}

/** With fewer answers of a kind nothing is said of its pace. */
export const MIN_PACE_ANSWERS = 30;
/** Most answer times of a kind are kept for its median: the latest. */
const MOST_TIMES = 2000;

/** Number of the kind of an answer, from 0. */
export function paceKindOf(format: number, phase: number, recalled: number): number {
  const group = phase === 0 ? 0 : phase === 2 ? 2 : 1;
  return (format * PACE_PHASES.length + group) * 2 + recalled;
}

/** Log of an answer's time in ms; a time of 0 counts as one. */
export function logTime(history: StruggleHistory, row: number): number {
  return Math.log(Math.max(1, history.at[row]! - history.shownAt[row]!));
}

/**
 * Rows of the answers whose times are counted, by kind: of each the latest.
 * @param fromDay study day from which answers count
 */
export function paceRows(history: StruggleHistory, fromDay: number): Map<number, number[]> {
  const kinds = new Map<number, number[]>();
  for (let row = history.rows - 1; row >= 0 && history.studyDay[row]! >= fromDay; row -= 1) {
    const format = history.facts.cards.format[history.card[row]!]!;
    const kind = paceKindOf(format, history.phase[row]!, history.recalled[row]!);
    const rows = kinds.get(kind) ?? [];
    if (rows.length < MOST_TIMES) rows.push(row);
    kinds.set(kind, rows);
  }
  return kinds;
}

/** @param fromDay study day from which answers count */
export function pace(history: StruggleHistory, fromDay: number): PaceKind[] {
  return [...paceRows(history, fromDay)]
    .filter(([, rows]) => rows.length >= MIN_PACE_ANSWERS)
    .toSorted(([a], [b]) => a - b)
    .map(([kind, rows]) =>
      paceOf(
        kind,
        rows.map((row) => logTime(history, row)),
      ),
    );
}

function paceOf(kind: number, times: readonly number[]): PaceKind {
  const n = times.length;
  const meanLog = times.reduce((sum, time) => sum + time, 0) / n;
  const squares = times.reduce((sum, time) => sum + (time - meanLog) ** 2, 0);
  const sorted = times.toSorted((a, b) => a - b);
  const middle = (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  const group = Math.floor(kind / 2);
  return {
    format: Math.floor(group / PACE_PHASES.length),
    phase: PACE_PHASES[group % PACE_PHASES.length]!,
    recalled: kind % 2 === 1,
    n,
    medianMs: Math.exp(middle),
    meanLog,
    deviationLog: Math.sqrt(squares / (n - 1)),
  };
}
