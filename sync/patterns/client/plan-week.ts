import { deletionTag, newDeletionSecret } from '../deletion.ts';
import type { Manifest } from '../manifest.ts';
import { encodeMessage } from '../message.ts';
import { memoisedBin, type ResponseMemo } from '../randomised-response.ts';
import type { RandomBytes } from '../random/random-bytes.ts';
import { mondayOf, weekName } from '../term.ts';
import type { LedgerRow } from './ledger-row.ts';
import { sendTime } from './send-time.ts';
import { trueBin, unknownMetrics, type PatternDay } from './true-bins.ts';

export type Enrolment = { readonly institution: string; readonly cohort: string };

/** Weeks that ended and are still worth sending: older ones are released already. */
const WEEKS_BACK = 2;

/**
 * The Mondays of the weeks whose messages are to be planned: those that ended since the last that was planned, from the
 * first whole week of the enrolment.
 * @param today the study day
 */
export function weeksToPlan(enrolledOn: number, lastPlanned: number | undefined, today: number): number[] {
  const ended = mondayOf(today) - 7;
  const firstWhole = mondayOf(enrolledOn + 6);
  const first = Math.max(firstWhole, (lastPlanned ?? -Infinity) + 7, ended - 7 * (WEEKS_BACK - 1));
  const weeks: number[] = [];
  for (let monday = first; monday <= ended; monday += 7) weeks.push(monday);
  return weeks;
}

/**
 * The messages of one ended week: one of each metric, whether anything was studied or not, so that their number tells
 * nothing. Each has its own token, deletion secret and moment.
 * @param tokens one for each metric of the manifest
 * @throws RangeError where the manifest asks for what this version cannot measure, or tokens are missing
 */
export function planWeek(
  random: RandomBytes,
  manifest: Manifest,
  { institution, cohort }: Enrolment,
  monday: number,
  days: readonly PatternDay[],
  tokens: readonly string[],
  memo: ResponseMemo,
  nowMs: number,
): { rows: LedgerRow[]; memo: ResponseMemo } {
  if (unknownMetrics(manifest).length > 0) throw new RangeError('the manifest asks for what is not measured');
  if (new Set(tokens).size !== manifest.metrics.length)
    throw new RangeError('each message needs a token of its own');
  const week = weekName(monday);
  let known = memo;
  const rows = manifest.metrics.map((metric, place): LedgerRow => {
    const truth = trueBin(metric, monday, days) ?? 0;
    const answer = memoisedBin(random, manifest, metric, truth, known);
    known = answer.memo;
    const deletionSecret = newDeletionSecret(random);
    return {
      manifest: manifest.version,
      week,
      metric: metric.id,
      trueBin: truth,
      sentBin: answer.sentBin,
      epsilon: manifest.response.epsilon,
      bytes: encodeMessage({
        v: manifest.version,
        institution,
        cohort,
        week,
        metric: metric.id,
        bin: answer.sentBin,
        token: tokens[place] ?? '',
        del: deletionTag(deletionSecret),
      }),
      deletionSecret,
      sendAtMs: sendTime(random, nowMs, 0),
      missed: 0,
      status: 'waiting',
    };
  });
  return { rows, memo: known };
}
