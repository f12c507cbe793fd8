import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import type { TestClock } from '../store/testing/test-clock.ts';
import { rollupsDifferFromLog } from './rollups/differ-from-log.ts';

const dayMs = 86_400_000;
const secondMs = 1000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** A clock that is set, and carried to other zones. */
type CarriedClock = TestClock & { set(at: number, zone: string): void };
const carriedClock = (): CarriedClock => {
  let [now, zone] = [Date.UTC(2026, 0, 1), 'Europe/Berlin'];
  return {
    now: () => now,
    zone: () => zone,
    advance: (ms) => void (now += ms),
    set: (at, where) => void ([now, zone] = [at, where]),
  };
};

/** Answers at some instants in one session of the day. */
type Sitting = { zone: string; at: readonly string[] };

const sit = async (open: OpenService, clock: CarriedClock, { zone, at }: Sitting): Promise<void> => {
  const times = at.map((instant) => Date.parse(instant));
  clock.set(times[0]! - 5 * secondMs, zone);
  const { session, step: first } = await open.call('study.start', { scope: {} });
  let step = first;
  for (const time of times) {
    clock.set(time, zone);
    if (step.kind !== 'card') throw new Error('no card is left');
    const { card } = step.rendered;
    const request = crypto.randomUUID().replaceAll('-', '');
    ({ step } = await open.call('study.answer', {
      request,
      session: session.uid,
      card,
      rating: 4,
      durationMs: 4 * secondMs,
    }));
  }
  await open.call('study.finish', { session: session.uid });
};

const dateOf = (studyDay: number): string => new Date(studyDay * dayMs).toISOString().slice(0, 10);
const dayOf = (date: string): number => Date.parse(date) / dayMs;

type Case = {
  name: string;
  sittings: readonly Sitting[];
  /** Answers by study day, and by weekday of it and local hour. */
  days: Record<string, number>;
  hours: Record<string, number>;
  /** Sessions that the log tells of: parted by more than twenty minutes. */
  sessions: number;
  /** What is left of the week that is predicted after the last answer. */
  window: readonly [start: string, end: string];
  /** It begins tomorrow: today's answers are known to it. */
  fromTomorrow?: true;
};

const berlin = 'Europe/Berlin';

const cases: readonly Case[] = [
  {
    name: 'the night in which an hour is left out',
    // 01:58, 01:59, and two minutes later 03:01.
    sittings: [
      { zone: berlin, at: ['2026-03-29T00:58:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:01:00Z'] },
      // 03:59 and 04:00 of the new time: the study day ends by the clock on the wall.
      { zone: berlin, at: ['2026-03-29T01:59:00Z', '2026-03-29T02:00:00Z'] },
    ],
    days: { '2026-03-28': 4, '2026-03-29': 1 },
    hours: { 'Sat 1': 2, 'Sat 3': 2, 'Sun 4': 1 },
    sessions: 2,
    window: ['2026-03-29', '2026-04-05'],
  },
  {
    name: 'the night in which an hour comes twice',
    // 02:30 of summer, 02:30 of winter: one hour of the clock, two sessions.
    sittings: [
      { zone: berlin, at: ['2026-10-25T00:30:00Z'] },
      { zone: berlin, at: ['2026-10-25T01:30:00Z', '2026-10-25T02:59:00Z', '2026-10-25T03:00:00Z'] },
    ],
    days: { '2026-10-24': 3, '2026-10-25': 1 },
    hours: { 'Sat 2': 2, 'Sat 3': 1, 'Sun 4': 1 },
    sessions: 3,
    window: ['2026-10-25', '2026-11-01'],
  },
  {
    name: 'an evening that goes on past midnight, and past the end of the study day',
    sittings: [
      {
        zone: berlin,
        at: [
          '2026-05-06T21:50:00Z',
          '2026-05-06T22:00:00Z',
          '2026-05-06T22:10:00Z',
          '2026-05-07T01:59:59.999Z',
          '2026-05-07T02:00:00Z',
        ],
      },
    ],
    days: { '2026-05-06': 4, '2026-05-07': 1 },
    hours: { 'Wed 23': 1, 'Wed 0': 2, 'Wed 3': 1, 'Thu 4': 1 },
    sessions: 2,
    // Thursday, with four days left of its week.
    window: ['2026-05-07', '2026-05-11'],
  },
  {
    name: 'two zones in a week',
    // Eight in the evening on Monday in Berlin, on Wednesday in New York, on Friday in Berlin.
    sittings: [
      { zone: berlin, at: ['2026-05-04T18:00:00Z', '2026-05-04T18:01:00Z'] },
      { zone: 'America/New_York', at: ['2026-05-07T00:00:00Z', '2026-05-07T00:01:00Z'] },
      { zone: berlin, at: ['2026-05-08T18:00:00Z'] },
    ],
    days: { '2026-05-04': 2, '2026-05-06': 2, '2026-05-08': 1 },
    hours: { 'Mon 20': 2, 'Wed 20': 2, 'Fri 20': 1 },
    sessions: 3,
    window: ['2026-05-08', '2026-05-11'],
  },
  {
    name: 'a day that is lived twice, over the date line',
    sittings: [
      { zone: 'Asia/Tokyo', at: ['2026-05-06T01:00:00Z', '2026-05-06T01:01:00Z'] },
      { zone: 'Asia/Tokyo', at: ['2026-05-06T20:00:00Z'] },
      // Ten hours on, and a day back.
      { zone: 'Pacific/Honolulu', at: ['2026-05-07T06:00:00Z', '2026-05-07T06:01:00Z'] },
    ],
    days: { '2026-05-06': 4, '2026-05-07': 1 },
    hours: { 'Wed 10': 2, 'Thu 5': 1, 'Wed 20': 2 },
    sessions: 3,
    window: ['2026-05-07', '2026-05-11'],
    fromTomorrow: true,
  },
  {
    name: 'zones of half and quarter hours',
    sittings: [
      { zone: 'Asia/Kathmandu', at: ['2026-05-04T10:14:00Z', '2026-05-04T10:16:00Z'] },
      { zone: 'Asia/Kolkata', at: ['2026-05-05T10:29:00Z', '2026-05-05T10:31:00Z'] },
    ],
    days: { '2026-05-04': 2, '2026-05-05': 2 },
    hours: { 'Mon 15': 1, 'Mon 16': 1, 'Tue 15': 1, 'Tue 16': 1 },
    sessions: 2,
    window: ['2026-05-06', '2026-05-11'],
    fromTomorrow: true,
  },
  {
    name: 'a clock that is set back an hour while studying',
    sittings: [
      { zone: berlin, at: ['2026-05-04T18:00:00Z', '2026-05-04T18:01:00Z'] },
      { zone: berlin, at: ['2026-05-04T17:02:00Z', '2026-05-04T17:03:00Z'] },
    ],
    days: { '2026-05-04': 4 },
    hours: { 'Mon 20': 2, 'Mon 19': 2 },
    sessions: 2,
    window: ['2026-05-05', '2026-05-11'],
    fromTomorrow: true,
  },
  {
    name: 'a clock that was a month ahead for an evening',
    sittings: [
      { zone: berlin, at: ['2026-05-04T18:00:00Z'] },
      { zone: berlin, at: ['2026-06-08T18:00:00Z', '2026-06-08T18:01:00Z'] },
      { zone: berlin, at: ['2026-05-05T18:00:00Z'] },
    ],
    days: { '2026-05-04': 1, '2026-05-05': 1, '2026-06-08': 2 },
    hours: { 'Mon 20': 3, 'Tue 20': 1 },
    sessions: 3,
    window: ['2026-05-05', '2026-05-11'],
  },
];

const ranJob = async (open: OpenService, started: Promise<{ job: string }>): Promise<void> => {
  await resultOf(open.service, (await started).job);
};

describe('what the twin says of when somebody studied', { timeout: 60_000 }, () => {
  it.each(cases)('holds in $name', async ({ sittings, days, hours, sessions, window, fromTomorrow }) => {
    const clock = carriedClock();
    clock.set(Date.parse(sittings[0]!.at[0]!) - dayMs, sittings[0]!.zone);
    const open = await openTestService({ clock });
    await open.call('exchange.openSample', {});
    for (const sitting of sittings) await sit(open, clock, sitting);
    await ranJob(open, open.call('twin.analyse', {}));
    await ranJob(open, open.call('twin.assess', {}));
    await ranJob(open, open.call('twin.generatePredictions', {}));

    const activity = await open.call('twin.activity', { year: 2026 });
    const told = {
      days: Object.fromEntries(activity.days.map(({ day, answers }) => [dateOf(day), answers])),
      hours: Object.fromEntries(
        activity.hours.map(({ weekday, hour, answers }) => [`${weekdays[weekday]} ${hour}`, answers]),
      ),
      recorded: activity.sessions.n,
    };
    expect(told).toEqual({ days, hours, recorded: sittings.length });
    const total = Object.values(days).reduce((sum, answers) => sum + answers, 0);

    // The whole history is counted as its days are.
    const { history } = await open.call('twin.history', {});
    expect(history).toMatchObject({
      answers: total,
      sessions,
      studyDays: Object.keys(days).length,
      firstDay: dayOf(Object.keys(days).sort()[0]!),
      lastDay: dayOf(Object.keys(days).sort().at(-1)!),
    });

    // Each hour and each day is traced to as many answers, given in that hour by the clock of their place.
    for (const { weekday, hour, answers } of activity.hours) {
      const ask = { of: 'activity', from: activity.from, to: activity.to, weekday, hour } as const;
      const evidence = await open.call('twin.evidence', { ask });
      expect(evidence.total).toBe(answers);
      for (const { at, utcOffsetMin } of evidence.answers)
        expect(new Date(at + utcOffsetMin * 60_000).getUTCHours()).toBe(hour);
    }

    // Burnout counts the study days of the fourteen that end with today.
    const { risk } = await open.call('twin.burnout', {});
    const inFourteen = Object.keys(days).filter(
      (date) => dayOf(date) >= risk!.asOf - 14 && dayOf(date) < risk!.asOf,
    );
    expect(risk!.studyDaysRecent).toBe(inFourteen.length);
    expect(activity.today).toBeGreaterThanOrEqual(risk!.asOf - 1);

    const { predictions } = await open.call('twin.predictions', { state: 'standing', limit: 5 });
    expect(predictions.length).toBeGreaterThan(0);
    expect(predictions.map(({ windowStart, windowEnd }) => [dateOf(windowStart), dateOf(windowEnd)])).toEqual(
      predictions.map(() => window),
    );
    expect(activity.today).toBe(dayOf(window[0]) - (fromTomorrow === true ? 1 : 0));

    // Counted as the answers came, as it would be counted from the log.
    expect(rollupsDifferFromLog(open.service.store)).toBe(false);
  });
});
