import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** The published log counts its days from 04:00 UTC. */
const rolloverMs = 4 * hourMs;

/** The learner's log in the data folder, or undefined where there is no folder. */
export const revlogPath = (): string | undefined => {
  const folder = process.env['AMERICANO_DATA'];
  return folder === undefined ? undefined : join(folder, 'anki-revlog', 'revlog.csv.gz');
};

/** Reads the review rows of an Anki log (CSV, gzip or plain, with the columns of `revlog`); rows without a rating are left out. */
export const readRevlog = (path: string): TimedReviews => {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const names = header.split(',');
  const places = ['cid', 'id', 'ease', 'time'].map((name) => names.indexOf(name));
  if (places.includes(-1)) throw new Error(`${path} has no columns id, cid, ease and time`);
  const rows = lines
    .map((line) => {
      const values = line.split(',');
      const [card = 0, at = 0, rating = 0, durationMs = 0] = places.map((place) => Number(values[place]));
      return { card, at, rating, durationMs };
    })
    .filter(({ rating }) => rating >= 1 && rating <= 4)
    .sort((a, b) => a.card - b.card || a.at - b.at);
  const starts: number[] = [];
  rows.forEach(({ card }, row) => {
    if (row === 0 || rows[row - 1]?.card !== card) starts.push(row);
  });
  return {
    starts: Int32Array.from([...starts, rows.length]),
    days: Int32Array.from(rows, ({ at }) => Math.floor((at - rolloverMs) / dayMs)),
    ratings: Uint8Array.from(rows, ({ rating }) => rating),
    at: Float64Array.from(rows, ({ at }) => at),
    durationMs: Float64Array.from(rows, ({ durationMs }) => durationMs),
  };
};
