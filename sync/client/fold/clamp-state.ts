import { compareHlc, type Hlc } from '../../protocol/hlc.ts';
import type { Stamp } from '../../protocol/stamp.ts';
import { copyFoldState, type FoldState } from './fold-state.ts';

/** The same facts, none of them later than a moment: those of a wrong clock count from there. */
export function clampState(state: FoldState, limitMs: number): FoldState {
  const limit: Hlc = { ms: limitMs, n: 0 };
  const clamped = copyFoldState(state);
  const isLate = ({ eff }: Stamp): boolean => compareHlc(eff, limit) > 0;
  for (const map of [
    clamped.cells,
    clamped.events,
    clamped.generated,
    clamped.waiting,
    clamped.unknown,
  ] as const)
    for (const [key, entry] of map as Map<string, { stamp: Stamp }>)
      if (isLate(entry.stamp))
        (map as Map<string, { stamp: Stamp }>).set(key, { ...entry, stamp: { ...entry.stamp, eff: limit } });
  return clamped;
}
