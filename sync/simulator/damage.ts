import type { Stamp } from '../protocol/stamp.ts';
import type { FoldState } from '../client/fold/fold-state.ts';
import { WAITING_BLOBS, type Digest } from '../client/planner/sync-disk.ts';

/** Two sums of 32 bits for each table. */
type Sums = Map<string, [number, number]>;

/**
 * The digest of a state, additive as the store keeps it, and what happens to rows behind the program's back. A digest that
 * is kept does not know of that: it stays off by what changed, whatever is written afterwards.
 */
export class Damage {
  #off: Sums = new Map();
  #summed: { readonly edits: number; readonly sums: Sums } | null = null;

  copy(): Damage {
    const other = new Damage();
    other.#off = new Map(this.#off);
    return other;
  }

  /** @param edits of the state so far: what was summed is not summed again */
  digestOf(state: FoldState, edits: number, how: 'kept' | 'counted'): Digest {
    if (this.#summed?.edits !== edits) this.#summed = { edits, sums: sumsOf(state) };
    const sums = new Map(this.#summed.sums);
    if (how === 'kept') for (const [table, off] of this.#off) add(sums, table, off);
    const digest: Record<string, Uint8Array> = {};
    for (const [table, sum] of sums)
      if (sum[0] !== 0 || sum[1] !== 0) digest[table] = new Uint8Array(Uint32Array.from(sum).buffer);
    return digest;
  }

  /** @returns whether there was anything to damage */
  damage(state: FoldState, draw: number, isKept: boolean): boolean {
    const before = isKept ? null : sumsOf(state);
    const events = [...state.events.keys()];
    const cells = [...state.cells.keys()];
    const place = Math.floor(draw * (events.length + cells.length));
    const event = events[place];
    const key = cells[place - events.length];
    if (event !== undefined) state.events.delete(event);
    else if (key !== undefined) state.cells.set(key, { ...state.cells.get(key)!, value: 'damaged' });
    else return false;
    if (before === null) return true;
    for (const [table, [a, b]] of sumsOf(state)) add(before, table, [-a, -b]);
    for (const [table, off] of before) add(this.#off, table, off);
    return true;
  }
}

function add(sums: Sums, table: string, [a, b]: readonly [number, number]): void {
  const sum = sums.get(table) ?? [0, 0];
  sums.set(table, [(sum[0] + a) >>> 0, (sum[1] + b) >>> 0]);
}

function sumsOf({ cells, events, generated, waiting }: FoldState): Sums {
  const sums: Sums = new Map();
  for (const { op, stamp } of waiting.values())
    if (op.body.kind === 'bulk') enter(sums, WAITING_BLOBS, stamp, op.id);
  for (const [key, { table, stamp, value }] of cells)
    enter(sums, table, stamp, typeof value === 'string' ? key + value : key + String(value));
  for (const map of [events, generated])
    for (const [uid, { table, stamp, row }] of map) enter(sums, table, stamp, uid + String(row['id']));
  return sums;
}

function enter(sums: Sums, table: string, { eff, op }: Stamp, text: string): void {
  let hash = Math.imul(eff.ms | 0, 0x9e3779b1) ^ eff.n;
  for (let index = 0; index < op.length; index += 1)
    hash = Math.imul(hash ^ op.charCodeAt(index), 0x01000193);
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  add(sums, table, [
    Math.imul(hash ^ (hash >>> 15), 0x735a2d97),
    Math.imul(hash ^ (hash >>> 13), 0x21f0aaad),
  ]);
}
