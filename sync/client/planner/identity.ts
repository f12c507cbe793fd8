import { FIRST_CHAIN } from '../../protocol/chain.ts';
import type { Chain } from '../../protocol/messages.ts';
import type { Op } from '../../protocol/op.ts';
import type { SyncRules } from './rules.ts';
import { BrokenSegment, type SyncDisk } from './sync-disk.ts';

/** Whether an epoch that was read again has less of this device than it once had. */
export function isShortened<Body, State>(disk: SyncDisk<Body, State>): boolean {
  const { rereads, isJoining, dev, confirmed } = disk.record;
  return rereads !== null && isJoining && (disk.frontier(dev)?.seq ?? 0) < confirmed;
}

/** Own ops the server lacks, under a new name: automatic, silent, nothing lost, nothing asked. */
export function takeNewIdentity<Body, State>(disk: SyncDisk<Body, State>, dev: string): void {
  const { confirmed, length } = disk.record;
  const ops: Op[] = [];
  for (let dseq = confirmed + 1; dseq <= length; dseq += 1) {
    const op = disk.op(dseq);
    if (op !== undefined && !disk.has(op.id)) ops.push(op);
  }
  disk.renumber(dev, ops);
  disk.update({ isForked: false });
}

/** Whether the server has this device at a point that is not on its way: a copy, a backup, or a server restored. */
export function isElsewhere<Body, State>(
  disk: SyncDisk<Body, State>,
  rules: SyncRules,
  seq: number,
  chain: Chain,
): boolean {
  return seq < disk.record.confirmed || rules.isFork(disk.chainAt(seq), chain);
}

/** @throws BrokenSegment where the snapshot is not one */
export function joinEpoch<Body, State>(
  disk: SyncDisk<Body, State>,
  rules: SyncRules,
  { epoch, floor, state }: { readonly epoch: string; readonly floor: number; readonly state: State },
): void {
  if (!Number.isSafeInteger(floor) || floor < 0)
    throw new BrokenSegment('a snapshot at a number that cannot be');
  disk.beginEpoch(state);
  const { dev, acked, confirmed, rereads } = disk.record;
  const isSame = rereads === epoch;
  const change = { epoch, cursor: floor, head: null, isJoining: true, mustSeal: false };
  disk.update({ ...change, rereads: isSame ? rereads : null });
  const theirs = disk.frontier(dev) ?? { seq: 0, chain: FIRST_CHAIN };
  // Of an epoch that is read again, the own ops after its snapshot are still to come.
  if (isSame && theirs.seq < confirmed) return;
  if (isElsewhere(disk, rules, theirs.seq, theirs.chain)) disk.update({ isForked: true });
  else disk.update({ acked: Math.max(acked, theirs.seq), confirmed: Math.max(confirmed, theirs.seq) });
}
