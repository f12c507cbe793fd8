import type { EraseBody, Op, Value } from '../../protocol/op.ts';
import type { Frontier } from '../../protocol/messages.ts';
import type { Stamp } from '../../protocol/stamp.ts';

/** One field of one row, as its last writer left it. */
export interface Cell {
  readonly table: string;
  readonly uid: string;
  readonly field: string;
  readonly stamp: Stamp;
  readonly value: Value;
  readonly needs: readonly string[];
}

/** A row that was written once. */
export interface Row {
  readonly table: string;
  readonly uid: string;
  readonly stamp: Stamp;
  readonly row: Readonly<Record<string, Value>>;
  readonly needs: readonly string[];
}

export interface Erasure extends EraseBody {
  readonly stamp: Stamp;
}

/** An op that cannot be applied yet (its row is not here) or at all, with the moment it counts from. */
export interface KeptOp {
  readonly op: Op;
  readonly stamp: Stamp;
}

/**
 * What the ops of an account amount to, in memory: the same on every device that has seen the same ones, in whatever
 * order. The store keeps the same in its tables; the simulator and snapshots use this.
 */
export interface FoldState {
  /** By `cellKey`. */
  readonly cells: Map<string, Cell>;
  /** By uid. */
  readonly events: Map<string, Row>;
  readonly generated: Map<string, Row>;
  /** Rows that exist, by uid: what others may refer to. */
  readonly rows: Map<string, number>;
  readonly erasures: Erasure[];
  /** By op id: whose row or blob is not here yet; what this version does not know; what cannot be applied. */
  readonly waiting: Map<string, KeptOp>;
  readonly unknown: Map<string, KeptOp>;
  readonly quarantined: Map<string, KeptOp>;
  /**
   * Bulk ops of this epoch that were applied, by id: what has to be sent again is sent as them. In no snapshot, which has
   * their rows.
   */
  readonly bulks: Map<string, KeptOp>;
  /**
   * Ids of ops that do not count from their own stamp, because it lay in the future: sent again by a copy of their device
   * they would count from later, so they are known for ever.
   */
  readonly clamped: Set<string>;
  /** Where each device's chain stands. */
  readonly frontiers: Map<string, Frontier>;
}

export function newFoldState(): FoldState {
  return {
    cells: new Map(),
    events: new Map(),
    generated: new Map(),
    rows: new Map(),
    erasures: [],
    waiting: new Map(),
    unknown: new Map(),
    quarantined: new Map(),
    bulks: new Map(),
    clamped: new Set(),
    frontiers: new Map(),
  };
}

/** A copy that what follows does not change: entries are never written into. */
export function copyFoldState(state: FoldState): FoldState {
  return {
    cells: new Map(state.cells),
    events: new Map(state.events),
    generated: new Map(state.generated),
    rows: new Map(state.rows),
    erasures: [...state.erasures],
    waiting: new Map(state.waiting),
    unknown: new Map(state.unknown),
    quarantined: new Map(state.quarantined),
    bulks: new Map(state.bulks),
    clamped: new Set(state.clamped),
    frontiers: new Map(state.frontiers),
  };
}

export function cellKey(uid: string, field: string): string {
  return `${uid}/${field}`;
}
