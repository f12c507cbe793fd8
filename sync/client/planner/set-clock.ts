import { AHEAD_AT_MOST_MS, compareHlc, tickHlc, type Hlc } from '../../protocol/hlc.ts';
import type { Op } from '../../protocol/op.ts';
import type { SyncDisk } from './sync-disk.ts';

/** The year 2500: what lies beyond is no clock's. */
const SERVER_MS_AT_MOST = 16_725_225_600_000;

/** This machine's clock, and as far as the server has set it right. */
export interface Clock {
  readonly wallMs: () => number;
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** The offset of the round trip with the least delay; a jump of either clock lets a new one be found. */
export function learnClock<Body, State>(
  disk: SyncDisk<Body, State>,
  clock: Clock,
  serverMs: number,
  delayMs: number,
): void {
  if (!isInstant(serverMs) || !(delayMs >= 0)) return;
  const { offsetMs, offsetDelayMs } = disk.record;
  const offset = Math.round(serverMs - (clock.wallMs() - delayMs / 2));
  const hasJumped =
    offsetMs !== null && Math.abs(offset - offsetMs) > delayMs + offsetDelayMs + AHEAD_AT_MOST_MS;
  if (offsetMs !== null && delayMs > offsetDelayMs && !hasJumped) return;
  disk.update({ offsetMs: offset, offsetDelayMs: delayMs });
  restamp(disk, clock);
}

/** Whether a number of the server's can be a moment. */
export function isInstant(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= SERVER_MS_AT_MOST;
}

/**
 * Stamps more than a minute ahead of the clock that is known now: where nobody has seen them they are made anew. With a
 * new id each, because a copy of this device may have sent the old one.
 */
function restamp<Body, State>(disk: SyncDisk<Body, State>, clock: Clock): void {
  const { last, attempted, confirmed, length } = disk.record;
  // A backup may not know that what it holds was sent.
  const seen = Math.max(attempted, confirmed);
  const nowMs = clock.nowMs();
  const limitMs = nowMs + AHEAD_AT_MOST_MS;
  if (last.ms <= limitMs) return;
  // What was attempted counts from a minute after its receipt at most: what follows must not come before it.
  let stamp: Hlc = { ms: seen > 0 ? limitMs : nowMs, n: 0 };
  const ops: Op[] = [];
  for (let dseq = seen + 1; dseq <= length; dseq += 1) {
    const op = present(disk.op(dseq));
    // What was written before the clock went wrong stays as it is.
    const isRight = op.at.ms <= limitMs && compareHlc(op.at, stamp) <= 0;
    if (!isRight) stamp = tickHlc(stamp, nowMs);
    ops.push(isRight ? op : { id: clock.newId(), at: stamp, body: op.body });
  }
  disk.replaceFrom(seen + 1, ops);
  disk.update({ last: stamp });
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an own op that was not confirmed is gone');
  return value;
}
