import { logNormal, normal } from '#ml/random/distributions.ts';
import { seededRandom, type Random } from '#ml/random/random.ts';
import { firstManifest } from '../first-manifest.ts';
import { dueMessage, withStatus, type LedgerRow } from '../client/ledger-row.ts';
import { planWeek } from '../client/plan-week.ts';
import type { PatternDay } from '../client/true-bins.ts';
import { decodeMessage } from '../message.ts';
import type { ResponseMemo } from '../randomised-response.ts';
import type { RandomBytes } from '../random/random-bytes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = 20_773;

/** A message as it came, and whose it was: the attacker sees all but the student. */
export type Arrival = { student: number; week: string; metric: string; bin: number; atMs: number };

/** A student's habits, as far apart as courses have them: how much, on how many days, how well, and the hours the laptop is open. */
type Habits = { minutes: number; days: number; recall: number; opensAt: number; openHours: number };

const habitsOf = (random: Random): Habits => ({
  minutes: logNormal(random, 70, 0.7),
  days: 1 + Math.floor(6 * random.unit()),
  recall: Math.min(normal(random, 0.88, 0.04), 0.99),
  opensAt: 8 + 14 * random.unit(),
  openHours: 0.5 + 4 * random.unit(),
});

/** A week as habits and chance make it: study times scatter by half again, and each mature card is recalled or not. */
function daysOf(random: Random, { minutes, days, recall }: Habits, monday: number): PatternDay[] {
  const active = Math.min(7, Math.max(0, days + Math.floor(3 * random.unit()) - 1));
  const perDay = logNormal(random, minutes, 0.5) / Math.max(active, 1);
  return Array.from({ length: active }, (_, day) => {
    const answers = Math.round(perDay * 2);
    let recalled = 0;
    for (let answer = 0; answer < answers; answer += 1) if (random.unit() < recall) recalled += 1;
    return {
      studyDay: monday + day,
      answers,
      learnMs: 0,
      reviewMs: perDay * 60_000,
      matureAnswers: answers,
      matureRecalled: recalled,
    };
  });
}

/** Runs the clients of a class over some weeks: each opens the laptop once a day and sends what is due while it is open. */
export function arrivalsOf(bytes: RandomBytes, seed: number, students: number, weeks: number): Arrival[] {
  const random = seededRandom(seed);
  const arrivals: Arrival[] = [];
  for (let student = 0; student < students; student += 1) {
    const own = random.fork();
    const habits = habitsOf(own);
    let memo: ResponseMemo = {};
    let waiting: LedgerRow[] = [];
    for (let week = 0; week < weeks; week += 1) {
      const monday = MONDAY + 7 * week;
      for (let day = 0; day < 7; day += 1) {
        const opens = (monday + 7 + day) * DAY_MS + (habits.opensAt + 2 * (own.unit() - 0.5)) * HOUR_MS;
        if (day === 0) {
          const tokens = firstManifest.metrics.map((_, place) =>
            `${student}-${week}-${place}`.padEnd(22, '0'),
          );
          const enrolment = { institution: 'north', cohort: 'bio-1' };
          const days = daysOf(own, habits, monday);
          const plan = planWeek(bytes, firstManifest, enrolment, monday, days, tokens, memo, opens);
          memo = plan.memo;
          waiting = [...waiting, ...plan.rows];
        }
        for (let now = opens; now < opens + habits.openHours * HOUR_MS; now += 60_000) {
          const step = dueMessage(bytes, waiting, now);
          const sent = step.due;
          waiting = step.rows.filter((row) => row !== sent);
          if (sent === undefined) continue;
          const { metric, bin } = decodeMessage(withStatus(sent, 'sent').bytes);
          arrivals.push({ student, week: sent.week, metric, bin, atMs: now });
        }
      }
    }
  }
  return arrivals;
}

/**
 * How often somebody is right who is shown a message of one kind and picks another student's or the same student's of
 * the other kind by how near it seems; among equally near ones the chance of each counts. One over the number of
 * students is guessing.
 */
export function linked(
  from: readonly Arrival[],
  to: readonly Arrival[],
  distance: (from: Arrival, to: Arrival) => number,
): number {
  let right = 0;
  for (const known of from) {
    let nearest = Infinity;
    let many = 0;
    let has = false;
    for (const other of to) {
      const away = distance(known, other);
      if (away > nearest) continue;
      if (away < nearest) [nearest, many, has] = [away, 0, false];
      many += 1;
      has ||= other.student === known.student;
    }
    if (has) right += 1 / many;
  }
  return right / from.length;
}
