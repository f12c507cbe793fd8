import type { Pause, SyncRecord } from './sync-disk.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const FIRST_MS = 30 * SECOND;
const LATER_MS_AT_MOST = HOUR;
const RETRY_MS_AT_MOST = 24 * HOUR;
/** Honest servers and busy accounts lead nowhere a few times in a row. */
const TROUBLES_FREE = 6;

/** Why, where every answer could be right and none led on. */
export const AGAIN = 'the same again and again';

/** What changes with one more answer that led nowhere: from some on, or where it cannot be right, a pause that grows. */
export function troubled(
  { troubles, paused }: Readonly<SyncRecord>,
  wallMs: number,
  isWrong: boolean,
): Pick<SyncRecord, 'troubles' | 'paused'> {
  const count = troubles + 1;
  const beyond = isWrong ? count : count - TROUBLES_FREE;
  if (beyond <= 0) return { troubles: count, paused };
  const forMs = Math.min(LATER_MS_AT_MOST, FIRST_MS * 2 ** Math.min(20, beyond - 1));
  return { troubles: count, paused: pauseOf('server', wallMs, forMs) };
}

/** @param retryAfterMs as the server says it: anything */
export function refused(reason: 'quota' | 'rate', wallMs: number, retryAfterMs: number): Pause {
  const forMs = Number.isFinite(retryAfterMs)
    ? Math.min(RETRY_MS_AT_MOST, Math.max(SECOND, retryAfterMs))
    : MINUTE;
  return pauseOf(reason, wallMs, forMs);
}

function pauseOf(reason: Pause['reason'], wallMs: number, forMs: number): Pause {
  return { reason, fromMs: wallMs, untilMs: wallMs + forMs };
}

/** What is not to be sent now. A clock that was set back ends a pause: it must not last for years. */
export function pausedNow({ paused }: Readonly<SyncRecord>, wallMs: number): Pause['reason'] | null {
  if (paused === null || wallMs < paused.fromMs || wallMs >= paused.untilMs) return null;
  return paused.reason;
}
