import { describe, expect, it } from 'vitest';
import { deletionTag } from './deletion.ts';
import { firstManifest } from './first-manifest.ts';
import { metricOf, tierOf } from './manifest.ts';
import type { Message } from './message.ts';
import { guessRate } from './noise/privacy-terms.ts';
import { memoisedBin, type ResponseMemo } from './randomised-response.ts';
import { addCounts, countBins, type BinCounts } from './release/count-bins.ts';
import { noisePlan } from './release/noise-plan.ts';
import { openAccount, releaseOnce } from './release/release-book.ts';
import { releaseCohort } from './release/release-cohort.ts';
import { readRelease } from './release/read-release.ts';
import { binScores, largestScore, valuedScores, valueScores } from './scores.ts';
import { periodsOf, type Term } from './term.ts';
import { keystream } from './testing/keystream.ts';
import { arrivalsOf, linked, type Arrival } from './testing/linking-attack.ts';

const term: Term = { id: '2026-autumn', firstMonday: 20_700, weeks: 16 };
const evenly = (perBin: number): BinCounts =>
  Object.fromEntries(firstManifest.metrics.map(({ id, bins }) => [id, bins.map(() => perBin)]));
const oneOf = (bin: number, count = 1): BinCounts =>
  Object.fromEntries(
    firstManifest.metrics.map(({ id, bins }) => [
      id,
      bins.map((_, at) => (at === Math.min(bin, bins.length - 1) ? count : 0)),
    ]),
  );

describe('averaging', () => {
  it('a release that is asked for a thousand times is the same to the byte', () => {
    const random = keystream('averaging');
    let account = openAccount(firstManifest, 'class', term, 300);
    const seen = new Set<string>();
    for (let time = 0; time < 1_000; time += 1) {
      const asked = releaseOnce(random, firstManifest, account, 3, 300 + time, evenly(50 + (time % 3)));
      ({ account } = asked);
      seen.add(JSON.stringify(asked.release));
    }
    expect(seen.size).toBe(1);
    expect(account.released.size).toBe(1);
  });

  it('a term of messages of one student tells one draw of the truth, not its average', () => {
    const minutes = metricOf(firstManifest, 'minutes');
    const random = keystream('memo');
    let wrong = 0;
    for (let student = 0; student < 2_000; student += 1) {
      let memo: ResponseMemo = {};
      const sent = minutes.bins.map(() => 0);
      for (let week = 0; week < 16; week += 1) {
        const answer = memoisedBin(random, firstManifest, minutes, 2, memo);
        ({ memo } = answer);
        sent[answer.sentBin]! += 1;
      }
      if (sent.indexOf(Math.max(...sent)) !== 2) wrong += 1;
    }
    // As often as one message lies: 5 of 59. Drawn anew each week, sixteen would lie together never.
    expect(Math.abs(wrong / 2_000 - 5 / 59)).toBeLessThan(0.02);
  });
});

describe('differencing', () => {
  it('two weeks around one joining, everybody else known and the same, show it no better than the budget allows', () => {
    const tier = tierOf(firstManifest, 300);
    const [period] = tier === undefined ? [] : periodsOf(term, tier);
    if (tier === undefined || period === undefined) throw new RangeError('never answered');
    const plan = noisePlan(firstManifest, 'class', tier, term, period);
    const random = keystream('differencing');
    const before = evenly(50);
    const after = addCounts(firstManifest, [before, oneOf(5)]);
    const { of, scale } = valueScores(firstManifest, metricOf(firstManifest, 'minutes'));
    const moved = Number(of[5]) / Number(scale);
    const show = (counts: BinCounts): { count: number; values: number } => {
      const release = releaseCohort(random, firstManifest, plan, 1, counts);
      if (release.state === 'too-few') throw new Error('it is answered');
      const [minutes] = release.metrics;
      return { count: Number(release.count.sum), values: Number(minutes?.values.sum) / Number(scale) };
    };
    const trials = 800;
    let right = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const joins = trial % 2 === 0;
      const [first, second] = [show(before), show(joins ? after : before)];
      // Each difference against half of what joining moves, in units of its noise.
      const byCount = (second.count - first.count - 0.5) / Number(plan.count.variance.n);
      const byValues =
        ((second.values - first.values - moved / 2) * moved) /
        (Number(plan.metrics[0]?.values.variance.n) /
          Number(plan.metrics[0]?.values.variance.d) /
          Number(scale) ** 2);
      if (byCount * Number(plan.count.variance.d) + byValues > 0 === joins) right += 1;
    }
    expect(right / trials).toBeLessThan(guessRate(firstManifest.rhoPerTerm));
  });

  it('a course less its other classes is no class: every number has its own noise', () => {
    const random = keystream('nested');
    const account = openAccount(firstManifest, 'class', term, 300);
    const whole = openAccount(firstManifest, 'course', term, 600);
    const parts = [evenly(50), evenly(60)];
    const classes = parts.map(
      (counts) => releaseOnce(random, firstManifest, account, 0, 300, counts).release,
    );
    const course = releaseOnce(random, firstManifest, whole, 0, 600, addCounts(firstManifest, parts)).release;
    const countOf = (release: typeof course): bigint =>
      release?.state === 'released' ? BigInt(release.count.sum) : 0n;
    const noise = countOf(course) - countOf(classes[0]) - countOf(classes[1]);
    expect(noise).not.toBe(0n);
  });
});

describe('poisoning', () => {
  const minutes = metricOf(firstManifest, 'minutes');
  const hostile = (token: string, bin: number): Message => ({
    v: 1,
    institution: 'north',
    cohort: 'bio-1',
    week: '2026-W47',
    metric: 'minutes',
    bin,
    token,
    del: deletionTag(new Uint8Array(32)),
  });

  it('one token moves no sum by more than the sum allows one student', () => {
    for (const metric of firstManifest.metrics)
      for (const scores of [
        valueScores(firstManifest, metric),
        valuedScores(firstManifest, metric),
        binScores(firstManifest, metric, 0),
      ])
        for (const score of scores.of) {
          expect(score <= largestScore(scores)).toBe(true);
          expect(-score <= largestScore(scores)).toBe(true);
        }
  });

  it('one liar in three hundred moves the mean by less than its part of the range and of what corrects for noise', () => {
    const tier = tierOf(firstManifest, 300);
    const [period] = tier === undefined ? [] : periodsOf(term, tier);
    if (tier === undefined || period === undefined) throw new RangeError('never answered');
    const plan = noisePlan(firstManifest, 'class', tier, term, period);
    const meanOf = (counts: BinCounts): number => {
      const release = releaseCohort(keystream('none'), firstManifest, plan, 1, counts, () => 0n);
      if (release.state === 'too-few') throw new Error('it is answered');
      return readRelease(firstManifest, release)[0]?.mean.estimate ?? Number.NaN;
    };
    const honest = evenly(50);
    for (const [bin] of minutes.bins.entries()) {
      const moved = meanOf(addCounts(firstManifest, [honest, oneOf(bin)])) - meanOf(honest);
      expect(Math.abs(moved)).toBeLessThan((210 * 59) / 53 / 300);
    }
  });

  it('a token spent a thousand times is spent once', () => {
    const messages = Array.from({ length: 1_000 }, (_, at) => hostile('a'.repeat(16), at % 6));
    const counts = countBins(firstManifest, new Set(['2026-W47']), messages);
    expect(counts.minutes).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

describe('putting messages together again', () => {
  const students = 300;
  const arrivals = arrivalsOf(keystream('linking'), 1, students, 3);
  const weeks = [...new Set(arrivals.map(({ week }) => week))];
  const ids = firstManifest.metrics.map(({ id }) => id);
  const of = (week: number, metric: string): Arrival[] =>
    arrivals.filter((arrival) => arrival.week === weeks[week] && arrival.metric === metric);
  const times = (rates: readonly number[]): number =>
    (students * rates.reduce((sum, rate) => sum + rate, 0)) / rates.length;
  const sameBin = (from: Arrival, to: Arrival): number => (from.bin === to.bin ? 0 : 1);
  const dayOf = ({ atMs }: Arrival): number => Math.floor(atMs / 86_400_000);
  const pairs = ids.flatMap((from, at) => ids.slice(at + 1).map((to) => [from, to] as const));

  it('everybody sends one of each metric a week', () => {
    expect(weeks).toHaveLength(3);
    for (const metric of ids) expect(of(0, metric)).toHaveLength(students);
  });

  it('from week to week by what they say succeeds at most three times as often as guessing', () => {
    const rates = ids.flatMap((id) => [0, 1].map((week) => linked(of(week, id), of(week + 1, id), sameBin)));
    expect(times(rates)).toBeLessThan(3);
    expect(times(rates)).toBeGreaterThan(1);
  });

  it('never succeeds more often than guessing among those in the same bin, if nobody ever changed', () => {
    for (const { id, bins } of firstManifest.metrics)
      expect(times([linked(of(0, id), of(0, id), sameBin)])).toBeLessThanOrEqual(bins.length + 1e-9);
  });

  it('of one week by the day they came succeeds at most three times as often as guessing', () => {
    const byDay = (from: Arrival, to: Arrival): number => Math.abs(dayOf(from) - dayOf(to));
    for (const [from, to] of pairs) expect(times([linked(of(0, from), of(0, to), byDay)])).toBeLessThan(3);
  });

  it('of one week by what they say succeeds at most three times as often as guessing', () => {
    const share = (metric: string, bin: number): number =>
      bin / (metricOf(firstManifest, metric).bins.length - 1);
    const alike = (from: Arrival, to: Arrival): number =>
      Math.abs(share(from.metric, from.bin) - share(to.metric, to.bin));
    for (const [from, to] of pairs) expect(times([linked(of(0, from), of(0, to), alike)])).toBeLessThan(3);
  });
});
