import { describe, expect, it } from 'vitest';
import { deletionTag } from '../deletion.ts';
import { firstManifest } from '../first-manifest.ts';
import { metricOf } from '../manifest.ts';
import { decodeMessage, MESSAGE_BYTES } from '../message.ts';
import { keystream } from '../testing/keystream.ts';
import { dueMessage, withdraw, withStatus, type LedgerRow } from './ledger-row.ts';
import { planWeek, weeksToPlan } from './plan-week.ts';
import { sendTime } from './send-time.ts';
import { trueBin, type PatternDay } from './true-bins.ts';

const HOUR = 3_600_000;
const MONDAY = 20_773;
const day = (studyDay: number, change: Partial<PatternDay> = {}): PatternDay => ({
  studyDay,
  answers: 0,
  learnMs: 0,
  reviewMs: 0,
  matureAnswers: 0,
  matureRecalled: 0,
  ...change,
});
const bin = (metric: string, days: readonly PatternDay[]): number | undefined =>
  trueBin(metricOf(firstManifest, metric), MONDAY, days);
const tokens = (seed: string): string[] => ['a', 'b', 'c'].map((each) => `${seed}-${each}`.padEnd(22, '0'));
const plan = (name: string, days: readonly PatternDay[], memo = {}): ReturnType<typeof planWeek> =>
  planWeek(
    keystream(name),
    firstManifest,
    { institution: 'north', cohort: 'bio-1' },
    MONDAY,
    days,
    tokens(name),
    memo,
    0,
  );

describe('the true bin of a week', () => {
  it.each([
    [0, 0],
    [1, 1],
    [15.4 * 60_000, 1],
    [15.5 * 60_000, 2],
    [45 * 60_000, 2],
    [46 * 60_000, 3],
    [91 * 60_000, 4],
    [180 * 60_000, 4],
    [181 * 60_000, 5],
    [9_999 * 60_000, 5],
  ])('of %i ms, half of it learning, is %i', (ms, expected) => {
    expect(bin('minutes', [day(MONDAY, { learnMs: ms / 2 }), day(MONDAY + 6, { reviewMs: ms / 2 })])).toBe(
      expected,
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [7, 3],
  ])('of %i active days is %i', (days, expected) => {
    const week = Array.from({ length: 7 }, (_, at) => day(MONDAY + at, { answers: at < days ? 3 : 0 }));
    expect(bin('active-days', week)).toBe(expected);
  });

  it.each([
    [19, 19, 6],
    [20, 13, 0],
    [20, 14, 1],
    [20, 16, 2],
    [20, 17, 3],
    [20, 18, 4],
    [20, 19, 5],
    [1_000, 949, 4],
    [1_000, 950, 5],
  ])('of %i answers on mature cards with %i recalled is %i', (matureAnswers, matureRecalled, expected) => {
    expect(bin('retention', [day(MONDAY, { matureAnswers, matureRecalled })])).toBe(expected);
  });

  it('is of that week alone', () => {
    const beside = [MONDAY - 1, MONDAY + 7].map((at) => day(at, { answers: 5, reviewMs: 99 * HOUR }));
    expect(bin('minutes', beside)).toBe(0);
    expect(bin('active-days', beside)).toBe(0);
  });
});

describe('the messages of a week', () => {
  const busy = [day(MONDAY, { answers: 200, reviewMs: HOUR, matureAnswers: 100, matureRecalled: 91 })];

  it.each([
    ['studied', busy],
    ['did nothing', []],
  ])('are one of each metric of the same size where somebody %s', (_, days) => {
    const { rows } = plan('size', days);
    expect(rows.map(({ metric }) => metric)).toEqual(['minutes', 'active-days', 'retention']);
    expect(rows.map(({ bytes }) => bytes.length)).toEqual([MESSAGE_BYTES, MESSAGE_BYTES, MESSAGE_BYTES]);
  });

  it('say what the ledger says they say, and carry no secret', () => {
    const { rows } = plan('ledger', busy);
    expect(rows.map(({ trueBin: truth }) => truth)).toEqual([3, 1, 4]);
    for (const row of rows) {
      expect(decodeMessage(row.bytes)).toMatchObject({
        v: 1,
        institution: 'north',
        cohort: 'bio-1',
        week: '2026-W47',
        metric: row.metric,
        bin: row.sentBin,
        del: deletionTag(row.deletionSecret),
      });
      expect(row).toMatchObject({ week: '2026-W47', epsilon: 4, status: 'waiting', missed: 0, manifest: 1 });
    }
  });

  it('share nothing by which they could be put together', () => {
    const messages = plan('apart', busy).rows.map(({ bytes }) => decodeMessage(bytes));
    for (const part of ['token', 'del', 'metric'] as const)
      expect(new Set(messages.map((each) => each[part])).size).toBe(3);
  });

  it('send the same bin for the same truth in every week', () => {
    let { rows, memo } = plan('week-0', busy);
    const first = rows.map(({ sentBin }) => sentBin);
    for (let week = 1; week < 60; week += 1) {
      ({ rows, memo } = plan(`week-${week}`, busy, memo));
      expect(rows.map(({ sentBin }) => sentBin)).toEqual(first);
    }
  });

  it('are not made with a token twice, or for metrics this version does not know', () => {
    const wrong = (manifest: typeof firstManifest, given: string[]): (() => unknown) => {
      return () =>
        planWeek(keystream('wrong'), manifest, { institution: 'n', cohort: 'c' }, MONDAY, [], given, {}, 0);
    };
    const [first, , ...rest] = tokens('twice');
    expect(wrong(firstManifest, [first ?? '', first ?? '', ...rest])).toThrow(RangeError);
    const [minutes, ...others] = firstManifest.metrics;
    if (minutes === undefined) throw new RangeError('no metric');
    const newer = { ...firstManifest, metrics: [{ ...minutes, id: 'mood' }, ...others] };
    expect(wrong(newer, tokens('newer'))).toThrow(/not measured/);
  });
});

describe('weeks to plan', () => {
  const sunday = MONDAY + 6;
  it.each([
    ['none while the first whole week lasts', MONDAY, undefined, sunday, []],
    ['the first whole week when it has ended', MONDAY, undefined, sunday + 1, [MONDAY]],
    ['not the week somebody joined in the middle of', MONDAY + 1, undefined, sunday + 1, []],
    ['the one after it', MONDAY + 1, undefined, sunday + 8, [MONDAY + 7]],
    ['none twice', MONDAY, MONDAY, sunday + 5, []],
    ['the next', MONDAY, MONDAY, sunday + 8, [MONDAY + 7]],
    ['two at most after a long absence', MONDAY, MONDAY, MONDAY + 70, [MONDAY + 56, MONDAY + 63]],
  ] as const)('%s', (_, enrolled, last, today, expected) => {
    expect(weeksToPlan(enrolled, last, today)).toEqual(expected);
  });
});

describe('moments of sending', () => {
  it('lie anywhere in 48 hours, and later ones in less, never at once', () => {
    const random = keystream('moments');
    [48, 12, 3, 0.75, 0.5, 0.5].forEach((hours, missed) => {
      const moments = Array.from({ length: 2_000 }, () => sendTime(random, 1_000, missed) - 1_000);
      expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...moments)).toBeLessThan(hours * HOUR);
      const mean = moments.reduce((sum, moment) => sum + moment, 0) / moments.length;
      expect(Math.abs(mean / HOUR / hours - 0.5)).toBeLessThan(0.03);
    });
  });

  it('that passed while the laptop slept are drawn anew', () => {
    const { rows } = plan('sleep', []);
    const wakes = 100 * HOUR;
    const woken = dueMessage(keystream('wakes'), rows, wakes);
    expect(woken.due).toBeUndefined();
    for (const row of woken.rows) {
      expect(row.missed).toBe(1);
      expect(row.sendAtMs).toBeGreaterThanOrEqual(wakes);
      expect(row.sendAtMs).toBeLessThan(wakes + 12 * HOUR);
    }
  });

  it('come one at a time', () => {
    let { rows } = plan('one', []);
    rows = rows.map((row) => ({ ...row, sendAtMs: 5 * HOUR }));
    const metrics: string[] = [];
    for (;;) {
      const step = dueMessage(keystream('step'), rows, 5 * HOUR);
      if (step.due === undefined) break;
      const sent = step.due;
      metrics.push(sent.metric);
      rows = step.rows.map((row) => (row === sent ? withStatus(row, 'sent') : row));
    }
    expect(metrics).toEqual(['minutes', 'active-days', 'retention']);
  });
});

describe('withdrawing', () => {
  it('stops what waits at once and gives the secrets of what was sent', () => {
    const { rows } = plan('withdraw', []);
    const [first, ...others] = rows;
    if (first === undefined) throw new RangeError('no message');
    const { rows: after, toDelete } = withdraw([withStatus(first, 'sent'), ...others]);
    expect(after.map(({ status }) => status)).toEqual(['sent', 'withdrawn', 'withdrawn']);
    expect(toDelete.map(({ deletionSecret }) => deletionSecret)).toEqual([first.deletionSecret]);
    expect(dueMessage(keystream('after'), after, 1_000 * HOUR).due).toBeUndefined();
  });

  it.each([
    ['withdrawn', 'sent'],
    ['sent', 'waiting'],
    ['sent', 'withdrawn'],
    ['deleted', 'sent'],
    ['waiting', 'deleted'],
  ] as const)('what is %s is never %s', (from, to) => {
    const [row] = plan('steps', []).rows;
    if (row === undefined) throw new RangeError('no message');
    const at: LedgerRow = { ...row, status: from };
    expect(() => withStatus(at, to)).toThrow(RangeError);
  });
});
