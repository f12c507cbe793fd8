import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { studyDay, studyDayStart, studyDayStartInZone, utcOffsetMinutes } from './study-day.ts';

const BERLIN = 'Europe/Berlin';
const dayOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
const inZone = (iso: string, zone: string, rollover = 4): number => {
  const at = Date.parse(iso);
  return studyDay(at, utcOffsetMinutes(at, zone), rollover);
};

describe('study day', () => {
  it.each([
    // local time in Berlin, the study day it belongs to with rollover at 04:00
    ['2026-07-01T03:59:59.999+02:00', '2026-06-30'],
    ['2026-07-01T04:00:00+02:00', '2026-07-01'],
    ['2026-07-01T23:59:59+02:00', '2026-07-01'],
    ['2026-07-02T00:30:00+02:00', '2026-07-01'],
    // clocks go forward at 02:00 on 29 March 2026: 04:00 is an hour nearer
    ['2026-03-29T01:59:59+01:00', '2026-03-28'],
    ['2026-03-29T03:00:00+02:00', '2026-03-28'],
    ['2026-03-29T03:59:59+02:00', '2026-03-28'],
    ['2026-03-29T04:00:00+02:00', '2026-03-29'],
    // clocks go back at 03:00 on 25 October 2026: 02:30 happens twice, both in the day before
    ['2026-10-25T02:30:00+02:00', '2026-10-24'],
    ['2026-10-25T02:30:00+01:00', '2026-10-24'],
    ['2026-10-25T03:59:59+01:00', '2026-10-24'],
    ['2026-10-25T04:00:00+01:00', '2026-10-25'],
  ])('%s in Berlin is %s', (iso, day) => {
    expect(inZone(iso, BERLIN)).toBe(dayOf(day));
  });

  it('counts days before 1970 and offsets of half hours', () => {
    expect(studyDay(-1, 0, 0)).toBe(-1);
    expect(inZone('2026-01-10T04:00:00+05:30', 'Asia/Kolkata')).toBe(dayOf('2026-01-10'));
    expect(inZone('2026-01-10T03:59:59+05:30', 'Asia/Kolkata')).toBe(dayOf('2026-01-09'));
  });

  it('starts at the rollover hour, inverse to studyDay', () => {
    const start = studyDayStart(dayOf('2026-07-01'), 120, 4);
    expect(start).toBe(Date.parse('2026-07-01T04:00:00+02:00'));
    expect(studyDay(start, 120, 4)).toBe(dayOf('2026-07-01'));
    expect(studyDay(start - 1, 120, 4)).toBe(dayOf('2026-06-30'));
  });
});

describe('start of a study day in a zone', () => {
  it.each([
    ['2026-03-29', BERLIN, 4, '2026-03-29T04:00:00+02:00'],
    ['2026-03-30', BERLIN, 4, '2026-03-30T04:00:00+02:00'],
    ['2026-10-25', BERLIN, 4, '2026-10-25T04:00:00+01:00'],
    ['2026-03-29', BERLIN, 2, '2026-03-29T03:00:00+02:00'], // 02:00 is skipped: the day begins at the change
    ['2026-10-25', BERLIN, 2, '2026-10-25T02:00:00+02:00'], // 02:00 comes twice: the first
    ['2026-01-01', 'Pacific/Kiritimati', 4, '2026-01-01T04:00:00+14:00'],
    ['2026-01-01', 'Pacific/Pago_Pago', 4, '2026-01-01T04:00:00-11:00'],
  ])('%s in %s with rollover %i is %s', (day, zone, rollover, iso) => {
    expect(new Date(studyDayStartInZone(dayOf(day), zone, rollover)).toISOString()).toBe(
      new Date(iso).toISOString(),
    );
  });

  it('has days of 23 and 25 hours at the changes', () => {
    const hours = (day: string): number =>
      (studyDayStartInZone(dayOf(day) + 1, BERLIN, 4) - studyDayStartInZone(dayOf(day), BERLIN, 4)) /
      3_600_000;
    expect([hours('2026-03-28'), hours('2026-10-24'), hours('2026-07-01')]).toEqual([23, 25, 24]);
  });
});

describe('UTC offset', () => {
  it('changes at the millisecond of the change', () => {
    const forward = Date.parse('2026-03-29T01:00:00Z');
    expect([utcOffsetMinutes(forward - 1, BERLIN), utcOffsetMinutes(forward, BERLIN)]).toEqual([60, 120]);
    const back = Date.parse('2026-10-25T01:00:00Z');
    expect([utcOffsetMinutes(back - 1, BERLIN), utcOffsetMinutes(back, BERLIN)]).toEqual([120, 60]);
  });

  it('knows the past: Moscow was at +04:00 all year from 2011 to 2014', () => {
    expect(utcOffsetMinutes(Date.parse('2013-01-15T12:00:00Z'), 'Europe/Moscow')).toBe(240);
    expect(utcOffsetMinutes(Date.parse('2015-01-15T12:00:00Z'), 'Europe/Moscow')).toBe(180);
  });

  it('agrees with Intl at every half hour of a year in zones with unusual rules', () => {
    const wrong: string[] = [];
    for (const zone of ['Australia/Lord_Howe', 'Africa/Casablanca', 'America/St_Johns', 'Asia/Kathmandu']) {
      const named = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
      for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2025, 0, 1); at += 1_800_000) {
        const text = named.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
        const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
        const expected = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
        if (utcOffsetMinutes(at, zone) !== expected) wrong.push(`${zone} at ${new Date(at).toISOString()}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('refuses a zone that does not exist and an instant that is none', () => {
    expect(() => utcOffsetMinutes(0, 'Europe/Atlantis')).toThrow(RangeError);
    expect(() => utcOffsetMinutes(NaN, BERLIN)).toThrow(RangeError);
  });

  it('asks Intl once for each day and change of clocks, not once for each of a million reviews', () => {
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    onTestFinished(() => asked.mockRestore());
    const from = Date.UTC(2016, 0, 1);
    const days = 3650;
    let sum = 0;
    for (let i = 0; i < 100_000; i++) {
      sum += utcOffsetMinutes(from + ((i * 7_919_333) % (days * 86_400)) * 1000, 'Europe/Vienna');
    }
    expect(sum).toBeGreaterThan(6_000_000);
    // 20 changes of clocks, each found by halving a day.
    expect(asked.mock.calls.length).toBeLessThan(days + 2 + 20 * 28);
  });
});
