import { applyOp } from './apply-op.ts';
import { copyFoldState, type FoldState } from './fold-state.ts';
import { missingOps } from './missing-ops.ts';

/** What both know. Frontiers are those of `state`. */
export function mergeStates(state: FoldState, other: FoldState): FoldState {
  const merged = copyFoldState(state);
  for (const op of missingOps(other, state)) applyOp(merged, op, { eff: op.at, op: op.id });
  return merged;
}
