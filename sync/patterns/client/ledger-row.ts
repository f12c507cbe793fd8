import type { RandomBytes } from '../random/random-bytes.ts';
import { sendTime } from './send-time.ts';

/**
 * One message in the owner's ledger, from when it is planned: what is true, what is sent instead, the exact bytes, and
 * what became of it. It is kept on the device and nowhere else.
 */
export type LedgerRow = {
  readonly manifest: number;
  readonly week: string;
  readonly metric: string;
  readonly trueBin: number;
  readonly sentBin: number;
  readonly epsilon: number;
  readonly bytes: Uint8Array;
  readonly deletionSecret: Uint8Array;
  readonly sendAtMs: number;
  readonly missed: number;
  readonly status: 'waiting' | 'sent' | 'withdrawn' | 'deleted';
};

/** What may be done to it by what it is. */
const next: Readonly<Record<LedgerRow['status'], readonly LedgerRow['status'][]>> = {
  waiting: ['sent', 'withdrawn'],
  sent: ['deleted'],
  withdrawn: [],
  deleted: [],
};

/** @throws RangeError for a step that no message can take, such as sending a withdrawn one */
export function withStatus(row: LedgerRow, status: LedgerRow['status']): LedgerRow {
  if (!next[row.status].includes(status)) throw new RangeError(`what is ${row.status} is never ${status}`);
  return { ...row, status };
}

/** How long after its moment a message may still go: a laptop that sleeps longer draws anew. */
const LATE_MS = 60_000;

/**
 * What to send now, one at most, and the rows as they are afterwards: those whose moment passed while nothing could be
 * sent have a new one.
 */
export function dueMessage(
  random: RandomBytes,
  rows: readonly LedgerRow[],
  nowMs: number,
): { due: LedgerRow | undefined; rows: LedgerRow[] } {
  const moved = rows.map((row) => {
    if (row.status !== 'waiting' || row.sendAtMs >= nowMs - LATE_MS) return row;
    const missed = row.missed + 1;
    return { ...row, missed, sendAtMs: sendTime(random, nowMs, missed) };
  });
  const due = moved.find((row) => row.status === 'waiting' && row.sendAtMs <= nowMs);
  return { due, rows: moved };
}

/**
 * Stops at once: nothing that waits goes out. What was sent and may not be released yet is deleted by its secrets,
 * which the caller shows one at a time, as apart as the messages were.
 */
export function withdraw(rows: readonly LedgerRow[]): { rows: LedgerRow[]; toDelete: LedgerRow[] } {
  return {
    rows: rows.map((row) => (row.status === 'waiting' ? withStatus(row, 'withdrawn') : row)),
    toDelete: rows.filter((row) => row.status === 'sent'),
  };
}
