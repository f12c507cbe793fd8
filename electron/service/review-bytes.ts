import type { TimedReviews } from '#ml/memory/interday-rows.ts';

export type ReviewBytes = { [K in keyof TimedReviews]: Uint8Array };

const bytesOf = (column: ArrayBufferView): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** Columns as a message carries them; both ends are this machine. */
export const toBytes = ({ starts, days, ratings, at, durationMs }: TimedReviews): ReviewBytes => ({
  starts: bytesOf(starts),
  days: bytesOf(days),
  ratings: bytesOf(ratings),
  at: bytesOf(at),
  durationMs: bytesOf(durationMs),
});

/** What arrives has a buffer of its own, from its beginning. */
export const fromBytes = ({ starts, days, ratings, at, durationMs }: ReviewBytes): TimedReviews => ({
  starts: new Int32Array(starts.buffer as ArrayBuffer),
  days: new Int32Array(days.buffer as ArrayBuffer),
  ratings: new Uint8Array(ratings.buffer as ArrayBuffer),
  at: new Float64Array(at.buffer as ArrayBuffer),
  durationMs: new Float64Array(durationMs.buffer as ArrayBuffer),
});
