import type { DigestBody } from '../../protocol/op.ts';
import { WAITING_BLOBS, type Digest, type SyncDisk, type SyncRecord } from './sync-disk.ts';

/** Counts up when ops become rows in another way: digests of other rules are not compared. */
export const FOLD_RULES = 1;
const DAY = 86_400_000;

/** Whether a digest speaks of exactly what stands before its own place in the account. */
export function isComparable(
  { epoch, seq, rules }: DigestBody,
  record: Readonly<SyncRecord>,
  opSeq: number,
  foldRules: number,
): boolean {
  return epoch === record.epoch && seq === opSeq - 1 && rules === foldRules;
}

export function areEqual(a: Digest, b: Digest): boolean {
  // Nothing can be said where one has rows that the other cannot have yet.
  if (a === null || b === null || !isSame(a[WAITING_BLOBS], b[WAITING_BLOBS])) return true;
  const tables = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...tables].every((table) => isSame(a[table], b[table]));
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a?.length === b?.length && (a === undefined || a.every((byte, place) => byte === b?.[place]));
}

/**
 * Reads the epoch again from its beginning, sets what is here aside, sends what the account lacks, and lets the others
 * compare. Once a day at most: what comes back every time is no damage.
 * @returns whether it does
 */
export function reread<Body, State>(disk: SyncDisk<Body, State>, wallMs: number): boolean {
  const { epoch, healedMs, isJoining } = disk.record;
  if (epoch === null || isJoining) return false;
  if (healedMs !== null && Math.abs(wallMs - healedMs) < DAY) return false;
  disk.update({ epoch: null, rereads: epoch, head: null, mustDigest: true, healedMs: wallMs });
  return true;
}

/** Nothing is on its way in either direction. */
export function isAtRest(record: Readonly<SyncRecord>): boolean {
  const { epoch, cursor, head, isJoining, isForked, mustSeal, length, confirmed } = record;
  if (epoch === null || head === null || cursor < head) return false;
  return !isJoining && !isForked && !mustSeal && length === confirmed;
}
