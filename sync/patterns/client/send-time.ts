import type { RandomBytes } from '../random/random-bytes.ts';
import { uniformBelow } from '../random/uniform-below.ts';

const HOUR_MS = 3_600_000;
const FIRST_WINDOW_MS = 48 * HOUR_MS;
const LAST_WINDOW_MS = HOUR_MS / 2;

/**
 * When a message goes out: at a moment of its own, each millisecond of the window as likely, so that which messages
 * belong together cannot be told from when they come. The first window is 48 hours. A laptop that was closed when the
 * moment came draws anew, in a quarter of the window before, down to half an hour: never at once, or all that waited
 * would come together when it opens.
 * @param missed how many moments of this message have passed unused
 */
export function sendTime(random: RandomBytes, fromMs: number, missed: number): number {
  const window = Math.max(FIRST_WINDOW_MS / 4 ** Math.min(missed, 10), LAST_WINDOW_MS);
  return fromMs + Number(uniformBelow(random, BigInt(Math.floor(window))));
}
