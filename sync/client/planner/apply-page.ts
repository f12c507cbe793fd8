import { seeHlc } from '../../protocol/hlc.ts';
import { FIRST_CHAIN } from '../../protocol/chain.ts';
import type { PullReply, StoredSegment } from '../../protocol/messages.ts';
import type { Op } from '../../protocol/op.ts';
import type { SyncRules } from './rules.ts';
import { BrokenSegment, type SyncDisk } from './sync-disk.ts';

/**
 * Takes a page of the account's segments, within one transaction: all of it or nothing.
 * @throws BrokenSegment where a segment is not the next one of its device, or not what its chain says
 */
export function applyPage<Body, State>(
  disk: SyncDisk<Body, State>,
  page: Extract<PullReply<Body>, { st: 'ok' }>,
  rules: SyncRules,
  nowMs: number,
): void {
  for (const segment of page.segs) applySegment(disk, segment, rules, nowMs);
  const last = page.segs.at(-1);
  const cursor = last === undefined ? disk.record.cursor : last.seq + last.n - 1;
  disk.update({ cursor, head: Math.max(page.head, cursor) });
}

function applySegment<Body, State>(
  disk: SyncDisk<Body, State>,
  segment: StoredSegment<Body>,
  rules: SyncRules,
  nowMs: number,
): void {
  const { dev, from, n, next, receivedMs } = segment;
  const to = from + n - 1;
  const ops = disk.open(segment.body, n);
  if (rules.checksChain) checkChain(disk, segment, ops);
  const { record } = disk;
  if (dev === record.dev && rules.readsOwn) {
    // Ours came back. What stands under our name and is not ours was written by a copy of this device.
    if (rules.isFork(disk.chainAt(to), next)) disk.update({ isForked: true });
    else if (to > record.confirmed) disk.update({ confirmed: to, acked: Math.max(record.acked, to) });
  }
  let { last } = record;
  for (const [place, op] of ops.entries()) {
    // The first occurrence wins: one that was sent again counts from when it first came.
    if (rules.skipsKnown && disk.has(op.id)) continue;
    const eff = rules.effective(op.at, receivedMs, place);
    last = seeHlc(last, eff, nowMs);
    disk.fold(op, { eff, op: op.id });
    if (op.body.kind === 'erase') disk.update({ mustSeal: true });
  }
  disk.setFrontier(dev, { seq: to, chain: next });
  disk.update({ last });
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
