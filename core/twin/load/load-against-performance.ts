import { DataError } from '#ml/data/data-error.ts';
import { cellPosterior } from '#ml/stats/cell-posterior.ts';
import { spearmanCorrelation } from '#ml/stats/correlation.ts';
import { effectClaims } from '#ml/stats/effect-claims.ts';
import { effectOf } from '#ml/stats/effect-of.ts';
import type { SessionLoad } from './replay-load.ts';
import { SESSIONS_NEEDED } from './sessions-needed.ts';

export type LoadZone = {
  /** Load from here, to `to` (the last one to 100). */
  from: number;
  to: number;
  sessions: number;
  /** Recall against what was expected, in these sessions against all; null: fewer than five sessions. */
  recall: { effect: number; low: number; high: number } | null;
};

export type LoadAgainstPerformance = {
  sessions: number;
  needed: number;
  /** Rank correlation of load with recall against what was expected; null: not enough sessions, or all the same. */
  correlation: { r: number; low: number; high: number; n: number } | null;
  zones: LoadZone[];
  /** Index of the zone that is told to go best; null: none stands out. */
  bestZone: number | null;
  points: { load: number; residual: number }[];
};

/** Of zones; load without errors and decline is seldom high. */
const bounds = [0, 15, 30, 45, 100];
const smallestEffect = 0.02;
const leastSessions = 5;
const mostPoints = 400;

const unlessData = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    // All loads or all residuals the same, or one zone alone: nothing to compare.
    if (error instanceof DataError) return null;
    throw error;
  }
};

/** The sessions that tell of both, by their numbers in the history. */
export const comparedSessions = (
  sessions: readonly SessionLoad[],
): { session: number; load: number; residual: number }[] =>
  sessions.flatMap(({ session, loadBesideRecall, residual }) =>
    loadBesideRecall === null || residual === null
      ? []
      : [{ session, load: loadBesideRecall.mean, residual }],
  );

export const zoneOfLoad = (load: number): number =>
  Math.min(
    bounds.length - 2,
    Math.max(
      0,
      bounds.findLastIndex((bound) => load >= bound),
    ),
  );

/**
 * How recall goes with load, session by session. Errors and decline are parts of the index: they are left out of it here, or
 * recall would be compared with itself.
 */
export const loadAgainstPerformance = (sessions: readonly SessionLoad[]): LoadAgainstPerformance => {
  const points = comparedSessions(sessions);
  const isEnough = points.length >= SESSIONS_NEEDED;
  const size = bounds.length - 1;
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const { load, residual } of points) {
    const cell = zoneOfLoad(load);
    counts[cell]! += 1;
    sums[cell]! += residual;
    squares[cell]! += residual ** 2;
  }
  const posterior = isEnough
    ? unlessData(() =>
        cellPosterior(
          { counts, sums, squares },
          {
            layout: { kind: 'line', positions: bounds.slice(0, size) },
            smallestEffect,
            minimumCount: leastSessions,
          },
        ),
      )
    : null;
  const best =
    posterior === null
      ? undefined
      : effectClaims(posterior).find(
          ({ kind, direction, isTold }) => kind === 'cell' && direction === 1 && isTold,
        );
  const correlation = isEnough
    ? unlessData(() =>
        spearmanCorrelation(
          points.map(({ load }) => load),
          points.map(({ residual }) => residual),
        ),
      )
    : null;
  return {
    sessions: points.length,
    needed: SESSIONS_NEEDED,
    correlation:
      correlation === null
        ? null
        : { r: correlation.r, low: correlation.low, high: correlation.high, n: correlation.n },
    zones: Array.from({ length: size }, (_, zone) => {
      const effect = posterior === null ? null : effectOf(posterior, [zone]);
      return {
        from: bounds[zone]!,
        to: bounds[zone + 1]!,
        sessions: counts[zone]!,
        recall: effect === null ? null : { effect: effect.effect, low: effect.low, high: effect.high },
      };
    }),
    bestZone: best?.cells[0] ?? null,
    points: points.slice(-mostPoints).map(({ load, residual }) => ({ load, residual })),
  };
};
