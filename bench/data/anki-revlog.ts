import { join } from 'node:path';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import { readText } from './answers.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** When study days begin. */
export type StudyDays = { dayStart: number; zone: string };
/** Those of the published log. */
const publishedDays: StudyDays = { dayStart: 4, zone: 'UTC' };

/** Milliseconds that the clocks of a zone are ahead of UTC, remembered by the hour. */
const offsetsOf = (zone: string): ((moment: number) => number) => {
  if (zone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (moment) => {
    const hour = Math.floor(moment / hourMs);
    const found = known.get(hour);
    if (found !== undefined) return found;
    const name = format.formatToParts(hour * hourMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d*)/u.exec(name) ?? [];
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
    known.set(hour, offset);
    return offset;
  };
};

/** The learner's log in the data folder, or undefined where there is no folder. */
export const revlogPath = (): string | undefined => {
  const folder = process.env['AMERICANO_DATA'];
  return folder === undefined ? undefined : join(folder, 'anki-revlog', 'revlog.csv.gz');
};

/** Reads the review rows of an Anki log (CSV, gzip or plain, with the columns of `revlog`); rows without a rating are left out. */
export const readRevlog = (path: string, { dayStart, zone }: StudyDays = publishedDays): TimedReviews => {
  const text = readText(path);
  const aheadMs = offsetsOf(zone);
  const [header = '', ...lines] = text.split(/\r?\n/u).filter((line) => line !== '');
  const names = header.split(',');
  const places = ['cid', 'id', 'ease', 'time'].map((name) => names.indexOf(name));
  if (places.includes(-1)) throw new Error(`${path} has no columns id, cid, ease and time`);
  const rows = lines
    .map((line) => {
      const values = line.split(',');
      const [card = 0, at = 0, rating = 0, durationMs = 0] = places.map((place) => Number(values[place]));
      if (!Number.isFinite(card) || !Number.isFinite(at) || !(durationMs >= 0))
        throw new Error(`${path}: not a review: ${line.slice(0, 80)}`);
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
    days: Int32Array.from(rows, ({ at }) => Math.floor((at + aheadMs(at) - dayStart * hourMs) / dayMs)),
    ratings: Uint8Array.from(rows, ({ rating }) => rating),
    at: Float64Array.from(rows, ({ at }) => at),
    durationMs: Float64Array.from(rows, ({ durationMs }) => durationMs),
  };
};
