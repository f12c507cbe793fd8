/**
 * A hybrid logical clock (Kulkarni et al. 2014): the time of a write that also orders what happened after what was seen.
 * Packed it is 48 bits of milliseconds and 16 of a counter.
 */
export interface Hlc {
  /** UTC ms, corrected by what is known of the server's clock. */
  readonly ms: number;
  /** 0 to 65,535: writes within one millisecond. */
  readonly n: number;
}

export const HLC_ZERO: Hlc = Object.freeze({ ms: 0, n: 0 });
const COUNTS = 0x10000;
const MS_AT_MOST = 2 ** 48 - 1;

/** Below 0 where `a` is earlier. */
export function compareHlc(a: Hlc, b: Hlc): number {
  return a.ms - b.ms || a.n - b.n;
}

/** The stamp right after another: a full counter moves the millisecond, it never fails. */
export function afterHlc({ ms, n }: Hlc): Hlc {
  return n + 1 < COUNTS ? { ms, n: n + 1 } : { ms: ms + 1, n: 0 };
}

/**
 * The stamp of a write: later than every one before it, and no earlier than the clock.
 * @param last of this device
 * @param nowMs corrected clock
 */
export function tickHlc(last: Hlc, nowMs: number): Hlc {
  return nowMs > last.ms ? { ms: nowMs, n: 0 } : afterHlc(last);
}

/** How far ahead of a corrected clock a stamp counts: what is beyond is a wrong clock. */
export const AHEAD_AT_MOST_MS = 60_000;

/**
 * The clock after something of another device was seen. What lies too far ahead moves it only as far as `nowMs` allows,
 * so that neither a wrong clock nor a hostile server can carry it away.
 */
export function seeHlc(last: Hlc, seen: Hlc, nowMs: number): Hlc {
  const limit = { ms: nowMs + AHEAD_AT_MOST_MS, n: 0 };
  const bounded = compareHlc(seen, limit) > 0 ? limit : seen;
  return compareHlc(bounded, last) > 0 ? bounded : last;
}

/** Eight bytes, the most significant first, so that packed stamps sort as stamps. @throws RangeError out of 48 and 16 bits */
export function packHlc({ ms, n }: Hlc): Uint8Array {
  if (!Number.isInteger(ms) || ms < 0 || ms > MS_AT_MOST) throw new RangeError('ms of a stamp has 48 bits');
  if (!Number.isInteger(n) || n < 0 || n >= COUNTS)
    throw new RangeError('the counter of a stamp has 16 bits');
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(ms / COUNTS));
  view.setUint16(4, ms % COUNTS);
  view.setUint16(6, n);
  return bytes;
}

/** @throws RangeError unless 8 bytes */
export function unpackHlc(bytes: Uint8Array): Hlc {
  if (bytes.length !== 8) throw new RangeError('a packed stamp has 8 bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { ms: view.getUint32(0) * COUNTS + view.getUint16(4), n: view.getUint16(6) };
}
