import { effectClaims, type EffectClaim } from '../stats/effect-claims.ts';
import type { CellPosterior } from '../stats/cell-posterior.ts';
import { effectOf } from '../stats/effect-of.ts';
import type { EffectPosteriors } from './effect-tables.ts';
import type { MeasuredAnswers } from './measured-answers.ts';

/** Recall in one cell less recall in all; null where the cell has too few answers. */
export interface CellEffect {
  readonly n: number;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

export interface HourEffects {
  readonly hour: number;
  readonly all: CellEffect | null;
  readonly weekday: CellEffect | null;
  readonly weekend: CellEffect | null;
}

export interface GoldenHours extends CellEffect {
  /** Local hours, `to` not included; may pass midnight. */
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
  readonly sessions: number;
  readonly days: number;
}

export interface Rhythm {
  /** Answers it is measured on. */
  readonly n: number;
  readonly hours: readonly HourEffects[];
  /** Probability that no hour differs from another; 1 while there is too little to say. */
  readonly noEffect: number;
  /** Surest first. */
  readonly golden: readonly GoldenHours[];
}

/** What golden hours need (twin.md §2). */
const GOLDEN = { sessions: 5, days: 3 } as const;

/**
 * Recall by local hour. Golden hours are neighbouring hours that are told to be better: told by confidence and not by an
 * interval that leaves out 0, which one hour in ten has without any rhythm.
 */
export function rhythm(answers: MeasuredAnswers, posteriors: EffectPosteriors): Rhythm {
  const { hours, weekdayHours, weekendHours } = posteriors;
  const told = hours === null ? [] : effectClaims(hours).filter(isGolden);
  return {
    n: answers.rows.length,
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      all: cellEffect(hours, hour),
      weekday: cellEffect(weekdayHours, hour),
      weekend: cellEffect(weekendHours, hour),
    })),
    noEffect: hours?.noEffect ?? 1,
    golden: told
      .map((claim) => goldenHours(claim, answers))
      .filter(({ sessions, days }) => sessions >= GOLDEN.sessions && days >= GOLDEN.days),
  };
}

export function cellEffect(posterior: CellPosterior | null, cell: number): CellEffect | null {
  const estimate = posterior === null ? null : effectOf(posterior, [cell]);
  return estimate === null
    ? null
    : { n: estimate.n, effect: estimate.effect, low: estimate.low, high: estimate.high };
}

function isGolden({ kind, direction, isTold }: EffectClaim): boolean {
  return kind === 'window' && direction === 1 && isTold;
}

function goldenHours(claim: EffectClaim, answers: MeasuredAnswers): GoldenHours {
  const inside = new Set(claim.cells);
  const [sessions, days] = [new Set<number>(), new Set<number>()];
  for (let row = 0; row < answers.hour.length; row += 1) {
    if (!inside.has(Math.floor(answers.hour[row]!))) continue;
    sessions.add(answers.session[row]!);
    days.add(answers.studyDay[row]!);
  }
  const { n, effect, low, high, confidence, cells } = claim;
  return {
    from: cells[0]!,
    to: (cells.at(-1)! + 1) % 24,
    n,
    effect,
    low,
    high,
    confidence,
    sessions: sessions.size,
    days: days.size,
  };
}
