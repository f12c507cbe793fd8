import type { Hlc } from '../../protocol/hlc.ts';
import type { Chain, PullRequest, PushReply } from '../../protocol/messages.ts';
import { effectiveTime } from '../../protocol/stamp.ts';
import type { SyncRecord } from './sync-disk.ts';

/**
 * The decisions the protocol stands on, each under a name: the simulator replaces one at a time by a wrong one and must
 * find out.
 */
export interface SyncRules {
  effective(at: Hlc, receivedMs: number, place: number): Hlc;
  /** How far own ops are acknowledged by an `ok` or `dup` to a request that ended at `to`. */
  ackedBy(to: number, record: Readonly<SyncRecord>): number;
  /** How far to go back or forward on a `resync`. */
  resyncTo(reply: Extract<PushReply, { st: 'resync' }>, record: Readonly<SyncRecord>): number;
  /** Whether the server's chain of this device is another one than ours. */
  isFork(ours: Chain | undefined, theirs: Chain): boolean;
  /** Whether a page may still be applied. */
  mayApply(request: PullRequest, record: Readonly<SyncRecord>): boolean;
  /** Whether own ops that were acknowledged and did not come back are sent again. */
  resendsUnconfirmed: boolean;
  /** Whether own segments that come back are looked at. */
  readsOwn: boolean;
  /** Whether an op that comes again is passed over. */
  skipsKnown: boolean;
  /** Whether readers compare segments with the chain of their device. */
  checksChain: boolean;
  /** Whether readers want the account's numbers without a gap. */
  checksNumbers: boolean;
  /** Whether what another device holds is compared with what is held here. */
  comparesDigests: boolean;
}

export const syncRules: SyncRules = {
  effective: effectiveTime,
  // Exactly what the request carried: what was written since has not been sent.
  ackedBy: (to, { acked }) => Math.max(acked, to),
  resyncTo: ({ acked }) => acked,
  isFork: (ours, theirs) => ours !== theirs,
  mayApply: ({ epoch, after }, record) => epoch === record.epoch && after === record.cursor,
  resendsUnconfirmed: true,
  readsOwn: true,
  skipsKnown: true,
  checksChain: true,
  checksNumbers: true,
  comparesDigests: true,
};
