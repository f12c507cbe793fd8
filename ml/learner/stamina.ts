import { DataError } from '../data/data-error.ts';
import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { clamp } from '../numeric/special.ts';
import type { Random } from '../random/random.ts';
import { breakTest } from '../stats/break-test.ts';
import { effectClaims } from '../stats/effect-claims.ts';
import { piecewiseRegression } from '../stats/piecewise-regression.ts';
import { lastFrom, LENGTHS, STRETCHES, type EffectPosteriors } from './effect-tables.ts';
import { minutesSinceRest, type MeasuredAnswers } from './measured-answers.ts';
import { logTime, paceKindOf, type PaceKind } from './pace.ts';
import { cellEffect, type CellEffect } from './rhythm.ts';

/** From so many minutes on, to the next bound (the last has none). */
export interface StretchEffect {
  readonly fromMinute: number;
  readonly recall: CellEffect | null;
  /** Mean log time of its answers against their kinds, and how many there were; null without any. */
  readonly latency: { readonly n: number; readonly effect: number } | null;
}

export interface Stamina {
  /** Sessions of 40 minutes or more, and how many are needed. */
  readonly longSessions: number;
  readonly neededSessions: number;
  readonly stretches: readonly StretchEffect[];
  /** Where recall begins to fall, in minutes since the start or the last break; null where no fall is told. */
  readonly onset: { readonly minutes: number; readonly low: number; readonly high: number } | null;
  /** .9 of the onset, 15 to 60 minutes. */
  readonly breakAfterMinutes: number | null;
  readonly lengths: readonly { readonly fromMinute: number; readonly recall: CellEffect | null }[];
  /** The length of session that is told to go best: index into `lengths`. */
  readonly bestLength: number | null;
}

const LONG_SESSION_MINUTES = 40;
const NEEDED_LONG_SESSIONS = 5;
/** Answers of a session within so many minutes are one point: they are alike. */
const POINT_MINUTES = 5;
const MOST_POINTS = 1500;
const BREAK_SHARE = 0.9;

/**
 * Recall and answer times against minutes since the session began or the last break ended. Whether there is fatigue at all
 * is decided by the table of stretches, which shares its budget of false claims with all others; where it begins, by a line
 * with one break through the points of all sessions.
 */
export function stamina(
  history: StruggleHistory,
  answers: MeasuredAnswers,
  posteriors: EffectPosteriors,
  kinds: readonly PaceKind[],
  random: Random,
): Stamina {
  const longSessions = countLong(answers);
  const { stretches, lengths } = posteriors;
  const isEnough = longSessions >= NEEDED_LONG_SESSIONS;
  const onset = isEnough && stretches !== null && fallIsTold(posteriors) ? onsetOf(answers, random) : null;
  const latency = latencies(history, answers.rows[0] ?? 0, kinds);
  const best =
    lengths === null
      ? undefined
      : effectClaims(lengths).find(
          ({ kind, direction, isTold }) => kind === 'cell' && direction === 1 && isTold,
        );
  return {
    longSessions,
    neededSessions: NEEDED_LONG_SESSIONS,
    stretches: STRETCHES.map((fromMinute, cell) => ({
      fromMinute,
      recall: cellEffect(stretches, cell),
      latency: latency[cell]!.n === 0 ? null : latency[cell]!,
    })),
    onset,
    breakAfterMinutes: onset === null ? null : clamp(BREAK_SHARE * onset.minutes, 15, 60),
    lengths: LENGTHS.map((fromMinute, cell) => ({ fromMinute, recall: cellEffect(lengths, cell) })),
    bestLength: best?.cells[0] ?? null,
  };
}

function countLong({ session, minutes }: MeasuredAnswers): number {
  const long = new Set<number>();
  for (let row = 0; row < session.length; row += 1)
    if (minutes[row]! >= LONG_SESSION_MINUTES) long.add(session[row]!);
  return long.size;
}

/** A later stretch is told to be worse, or the first ones better: both say that recall falls. */
function fallIsTold({ stretches }: EffectPosteriors): boolean {
  if (stretches === null) return false;
  return effectClaims(stretches).some(
    ({ direction, isTold, cells }) => isTold && (direction === -1 ? cells[0]! > 0 : cells[0] === 0),
  );
}

/** Null where a line from the first minute says as much. */
function onsetOf(answers: MeasuredAnswers, random: Random): Stamina['onset'] {
  const { x, y, weights } = pointsOf(answers);
  const options = { weights, isFlatBefore: true };
  try {
    const { pValue } = breakTest(x, y, random, { ...options, permutations: 199 });
    if (pValue > 0.1) return null;
    const { breakpoint, low, high, slopeAfter } = piecewiseRegression(x, y, options);
    return slopeAfter < 0 ? { minutes: breakpoint, low, high } : null;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

/** One point a session and stretch of five minutes: mean residual by mean minute. Of many, the latest. */
function pointsOf({ session, minutes, recalled, expected }: MeasuredAnswers): {
  x: number[];
  y: number[];
  weights: number[];
} {
  const points = new Map<number, { n: number; minutes: number; residual: number }>();
  for (let row = 0; row < session.length; row += 1) {
    const key = session[row]! * 1000 + Math.min(999, Math.floor(minutes[row]! / POINT_MINUTES));
    const point = points.get(key) ?? { n: 0, minutes: 0, residual: 0 };
    point.n += 1;
    point.minutes += minutes[row]!;
    point.residual += recalled[row]! - expected[row]!;
    points.set(key, point);
  }
  const latest = [...points.values()].slice(-MOST_POINTS);
  return {
    x: latest.map((point) => point.minutes / point.n),
    y: latest.map((point) => point.residual / point.n),
    weights: latest.map(({ n }) => n),
  };
}

function latencies(
  history: StruggleHistory,
  fromRow: number,
  kinds: readonly PaceKind[],
): { n: number; effect: number }[] {
  const usual = new Map(
    kinds.map((kind) => {
      const phase = { new: 0, steps: 1, review: 2 }[kind.phase];
      return [paceKindOf(kind.format, phase, kind.recalled ? 1 : 0), kind.meanLog] as const;
    }),
  );
  const minutes = minutesSinceRest(history);
  const sums = STRETCHES.map(() => ({ n: 0, sum: 0 }));
  for (let row = fromRow; row < history.rows; row += 1) {
    const format = history.facts.cards.format[history.card[row]!]!;
    const mean = usual.get(paceKindOf(format, history.phase[row]!, history.recalled[row]!));
    if (mean === undefined) continue;
    const cell = lastFrom(STRETCHES, minutes[row]!);
    sums[cell]!.n += 1;
    sums[cell]!.sum += logTime(history, row) - mean;
  }
  return sums.map(({ n, sum }) => ({ n, effect: n === 0 ? 0 : sum / n }));
}
