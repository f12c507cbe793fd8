import { checkNumber } from '../data/check.ts';
import { nextCells } from './cell-layout.ts';
import type { CellPosterior } from './cell-posterior.ts';
import { effectOf, type EffectEstimate } from './effect-of.ts';

/** One sentence that could be said about a learner. */
export interface EffectClaim extends EffectEstimate {
  /** One cell; or neighbouring cells whose effects all exceed the smallest one worth telling. */
  kind: 'cell' | 'window';
  /** Indices in the table, along the layout. */
  cells: number[];
  /** 1 better, −1 worse than all answers together. */
  direction: 1 | -1;
  /** Posterior probability that the effect exceeds the smallest one worth telling in this direction. */
  confidence: number;
  /** To be told; else only recorded. */
  isTold: boolean;
}

export interface ClaimOptions {
  /** Least confidence of a claim that is recorded; default 0.6. */
  recordFrom?: number;
  /** Of one that is told; default 0.7. */
  tellFrom?: number;
}

/**
 * All that may be said about the cells of one table, surest first. Every claim is read from the same posterior, so that
 * claims of all kinds share one budget: where the cells look flat, "no effect at all" holds the posterior and nothing of any
 * kind is said. Windows are made of cells, and are told hardly ever without one of these.
 * @throws DataError `not_finite`, `out_of_range`
 */
export function effectClaims(posterior: CellPosterior, options: ClaimOptions = {}): EffectClaim[] {
  const { recordFrom = 0.6, tellFrom = 0.7 } = options;
  checkNumber('recordFrom', recordFrom, 0.5, 1);
  checkNumber('tellFrom', tellFrom, recordFrom, 1);
  const cells = Array.from({ length: posterior.size }, (_, cell) => effectOf(posterior, [cell]));
  const claims: EffectClaim[] = [];
  const claim = (kind: EffectClaim['kind'], of: number[], estimate: EffectEstimate | null): void => {
    if (estimate === null) return;
    const direction = estimate.above >= estimate.below ? 1 : -1;
    const confidence = Math.max(estimate.above, estimate.below);
    if (confidence < recordFrom) return;
    claims.push({ ...estimate, kind, cells: of, direction, confidence, isTold: confidence >= tellFrom });
  };
  cells.forEach((estimate, cell) => claim('cell', [cell], estimate));
  for (const window of windowsOf(posterior, cells)) claim('window', window, effectOf(posterior, window));
  return claims.sort((a, b) => b.confidence - a.confidence);
}

/** The longest runs of two or more neighbours whose effects exceed the smallest one in the same direction. */
function windowsOf(posterior: CellPosterior, cells: readonly (EffectEstimate | null)[]): number[][] {
  const next = nextCells(posterior.layout, posterior.size);
  const side = cells.map((cell) => {
    const effect = cell?.effect ?? 0;
    return Math.abs(effect) > posterior.smallestEffect ? Math.sign(effect) : 0;
  });
  const goesOn = (cell: number): boolean => {
    const following = next[cell]!;
    return following >= 0 && side[cell] !== 0 && side[following] === side[cell];
  };
  const continued = new Set(cells.flatMap((_, cell) => (goesOn(cell) ? [next[cell]!] : [])));
  const windows: number[][] = [];
  for (let start = 0; start < cells.length; start += 1) {
    if (continued.has(start) || !goesOn(start)) continue;
    const window = [start];
    for (let cell = start; goesOn(cell); cell = next[cell]!) window.push(next[cell]!);
    windows.push(window);
  }
  return windows;
}
