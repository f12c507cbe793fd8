import { applyOp } from './apply-op.ts';
import type { FoldRules } from './fold-rules.ts';
import { copyFoldState, type FoldState } from './fold-state.ts';
import { missingOps } from './missing-ops.ts';

/** What both know. Frontiers are those of `state`. */
export function mergeStates(state: FoldState, other: FoldState, rules: FoldRules): FoldState {
  const merged = copyFoldState(state);
  for (const op of missingOps(other, state)) applyOp(merged, op, { eff: op.at, op: op.id }, rules);
  return merged;
}
