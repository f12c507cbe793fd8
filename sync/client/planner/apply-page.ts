import { seeHlc } from '../../protocol/hlc.ts';
import { FIRST_CHAIN } from '../../protocol/chain.ts';
import { OPS_IN_SEGMENT_AT_MOST } from '../../protocol/limits.ts';
import type { PullReply, StoredSegment } from '../../protocol/messages.ts';
import type { Op } from '../../protocol/op.ts';
import { areEqual, isComparable } from './compare-digest.ts';
import type { SyncRules } from './rules.ts';
import { isInstant } from './set-clock.ts';
import { BrokenSegment, type SyncDisk } from './sync-disk.ts';

/** Who takes a page. */
export interface Reader {
  readonly nowMs: number;
  /** The rules by which its ops become rows. */
  readonly foldRules: number;
}

/** What a page had in it besides rows. */
export interface Taken {
  /** Somebody holds something else than we do. */
  readonly disagrees: boolean;
}

/**
 * Takes a page of the account's segments, within one transaction: all of it or nothing.
 * @throws BrokenSegment where a segment is not the next one of its device, or not what its chain says, or the page says
 * what cannot be
 */
export function applyPage<Body, State>(
  disk: SyncDisk<Body, State>,
  page: Extract<PullReply<Body>, { st: 'ok' }>,
  rules: SyncRules,
  { nowMs, foldRules }: Reader,
): Taken {
  const { segs, head } = page;
  const { cursor: before } = disk.record;
  if (!Number.isSafeInteger(head) || head < before) throw new BrokenSegment('a head that cannot be');
  if (segs.length === 0 && head > before) throw new BrokenSegment('less than there is');
  let cursor = before;
  let disagrees = false;
  for (const segment of segs) {
    checkNumbers(segment, cursor, rules);
    disagrees = applySegment(disk, segment, rules, { nowMs, foldRules }) || disagrees;
    cursor = segment.seq + segment.n - 1;
    disk.update({ cursor });
  }
  disk.update({ head: Math.max(head, cursor) });
  return { disagrees };
}

function checkNumbers<Body>(
  { seq, from, n, receivedMs }: StoredSegment<Body>,
  cursor: number,
  { checksNumbers }: SyncRules,
): void {
  if (!Number.isSafeInteger(n) || n < 1 || n > OPS_IN_SEGMENT_AT_MOST)
    throw new BrokenSegment('a segment of so many ops cannot be');
  if (!Number.isSafeInteger(from) || from < 1 || !Number.isSafeInteger(seq + n))
    throw new BrokenSegment('a segment has a number that cannot be');
  if (!isInstant(receivedMs)) throw new BrokenSegment('a segment was received when it cannot have been');
  if (checksNumbers && seq !== cursor + 1)
    throw new BrokenSegment('a segment is not the next one of the account');
}

/** @returns whether a digest in it is of something else than we hold */
function applySegment<Body, State>(
  disk: SyncDisk<Body, State>,
  segment: StoredSegment<Body>,
  rules: SyncRules,
  { nowMs, foldRules }: Reader,
): boolean {
  const { dev, from, n, next, receivedMs } = segment;
  const to = from + n - 1;
  const ops = disk.open(segment);
  if (ops.length !== n) throw new BrokenSegment('not so many ops');
  if (rules.checksChain) checkChain(disk, segment, ops);
  const isOwn = dev === disk.record.dev;
  if (isOwn && rules.readsOwn) confirmOwn(disk, rules, to, next);
  let { last } = disk.record;
  let disagrees = false;
  for (const [place, op] of ops.entries()) {
    // The first occurrence wins: one that was sent again counts from when it first came.
    if (rules.skipsKnown && disk.has(op.id)) continue;
    const { body } = op;
    if (body.kind === 'digest') {
      const isOfUs = isComparable(body, disk.record, segment.seq + place, foldRules);
      // Somebody wrote between: it says nothing to anybody, so another one is made.
      if (isOwn && !isOfUs) disk.update({ mustDigest: true });
      // What is read again may hold the very digest that made it so.
      if (rules.comparesDigests && !isOwn && isOfUs && !disk.record.isJoining)
        disagrees = !areEqual(body.tables, disk.digest('kept')) || disagrees;
    }
    const eff = rules.effective(op.at, receivedMs, place);
    last = seeHlc(last, eff, nowMs);
    disk.fold(op, { eff, op: op.id });
    if (body.kind === 'erase') disk.update({ mustSeal: true });
  }
  disk.setFrontier(dev, { seq: to, chain: next });
  disk.update({ last });
  return disagrees;
}

/** Ours came back. What stands under our name and is not ours was written by a copy of this device. */
function confirmOwn<Body, State>(
  disk: SyncDisk<Body, State>,
  rules: SyncRules,
  to: number,
  next: string,
): void {
  const { confirmed, acked, rereads } = disk.record;
  // What is read again was judged when it came first, and its chain may be gone; the last one is judged again.
  if (to < confirmed && rereads !== null) return;
  if (rules.isFork(disk.chainAt(to), next)) disk.update({ isForked: true });
  else if (to > confirmed) disk.update({ confirmed: to, acked: Math.max(acked, to), troubles: 0 });
}

function checkChain<Body, State>(
  disk: SyncDisk<Body, State>,
  { dev, from, prev, next }: StoredSegment<Body>,
  ops: readonly Op[],
): void {
  const before = disk.frontier(dev) ?? { seq: 0, chain: FIRST_CHAIN };
  if (from !== before.seq + 1 || prev !== before.chain)
    throw new BrokenSegment('a segment is not the next one of its device');
  const after = ops.reduce((chain, op) => disk.chain(chain, op), prev);
  if (after !== next) throw new BrokenSegment('a segment is not what its chain says');
}
