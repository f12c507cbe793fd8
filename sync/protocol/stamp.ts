import { AHEAD_AT_MOST_MS, compareHlc, type Hlc } from './hlc.ts';

/** What decides between two writes: effective time, then the id of the op. The same on every device. */
export interface Stamp {
  readonly eff: Hlc;
  /** Op id. */
  readonly op: string;
}

/** Above 0 where `a` wins. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return compareHlc(a.eff, b.eff) || (a.op < b.op ? -1 : a.op > b.op ? 1 : 0);
}

/**
 * When an op counts as written: by its own stamp, at most a minute after the server received it. A laptop set to 2099
 * cannot win for ever, and nobody is refused for a wrong clock.
 * @param place of the op in its segment, which keeps the order of what is cut to one moment
 */
export function effectiveTime(at: Hlc, receivedMs: number, place: number): Hlc {
  const limit: Hlc = { ms: receivedMs + AHEAD_AT_MOST_MS, n: place };
  return compareHlc(at, limit) > 0 ? limit : at;
}
