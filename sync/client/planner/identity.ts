import type { Op } from '../../protocol/op.ts';
import type { SyncDisk } from './sync-disk.ts';

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
