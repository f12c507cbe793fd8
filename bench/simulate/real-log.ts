import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReviewLogColumns } from './log-quantiles.ts';

/** First study day and number of days of the log, with its columns. */
export type RealLog = ReviewLogColumns & { firstDay: number; days: number };

/** Phases by the type of an Anki log row: learn, review, relearn, filtered. */
const phases = [1, 2, 3, 4];

/** The learner's log under AMERICANO_DATA, in the order of time; its days start at 04:00 UTC. Undefined without the folder. */
export const readRealLog = (): RealLog | undefined => {
  const folder = process.env['AMERICANO_DATA'];
  if (folder === undefined) return undefined;
  const text = gunzipSync(readFileSync(join(folder, 'anki-revlog', 'revlog.csv.gz'))).toString();
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.split(',');
  const [id, cid, ease, time, type] = ['id', 'cid', 'ease', 'time', 'type'].map((name) =>
    names.indexOf(name),
  );
  const rows = lines
    .map((line) => line.split(',').map(Number))
    .filter((row) => row[ease!]! > 0)
    .sort((a, b) => a[id!]! - b[id!]!);
  const seen = new Set<number>();
  const studyDay = rows.map((row) => Math.floor(row[id!]! / 86_400_000 - 4 / 24));
  return {
    card: rows.map((row) => row[cid!]!),
    at: rows.map((row) => row[id!]!),
    durationMs: rows.map((row) => row[time!]!),
    studyDay,
    rating: rows.map((row) => row[ease!]!),
    phase: rows.map((row) => {
      const isNew = !seen.has(row[cid!]!);
      seen.add(row[cid!]!);
      return isNew ? 0 : (phases[row[type!]!] ?? 4);
    }),
    firstDay: studyDay[0] ?? 0,
    days: (studyDay.at(-1) ?? 0) - (studyDay[0] ?? 0) + 1,
  };
};
