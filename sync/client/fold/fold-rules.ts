import type { BulkBody, Op, OpBody, UnknownBody } from '../../protocol/op.ts';

/** What a version of the program and a disk know about ops. */
export interface FoldRules {
  /** False for what no device can apply: it is put aside, and the rest goes on. */
  canBe(op: Op): boolean;
  /** What an op of a newer kind says, once this version knows the kind. Null: it does not. */
  understand(body: UnknownBody): OpBody | null;
  /** Entries of a bulk op, in order; undefined: its blob is not here. */
  entries(body: BulkBody): readonly OpBody[] | undefined;
}

export const asItIs: FoldRules = {
  canBe: () => true,
  understand: () => null,
  entries: () => undefined,
};

/** The id of an entry of a bulk op. */
export function entryId(op: string, place: number): string {
  return `${op}.${place}`;
}

/** The bulk op that an entry, or a field of an entry, came with. Null: it came by itself. */
export function bulkOf(id: string): string | null {
  const end = id.indexOf('.');
  return end < 0 ? null : id.slice(0, end);
}
