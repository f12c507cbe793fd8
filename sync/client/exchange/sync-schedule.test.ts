import { describe, expect, it } from 'vitest';
import { SyncSchedule } from './sync-schedule.ts';

const minute = 60_000;

const at = (start = 1_000_000) => {
  const time = { now: start };
  const schedule = new SyncSchedule({ now: () => time.now, random: () => 0.5 });
  return { time, schedule };
};

describe('when the server is asked', () => {
  it('is at the start, and then not more often than every five minutes while nobody writes', () => {
    const { time, schedule } = at();
    let requests = 0;
    const end = time.now + 60 * minute;
    for (; time.now < end; time.now += 1000)
      if (schedule.dueAt <= time.now) {
        requests += 1;
        schedule.synced(false);
      }
    expect(requests).toBeGreaterThan(5);
    expect(requests).toBeLessThanOrEqual(12);
  });

  it('is seldom where nobody is at the window', () => {
    const { time, schedule } = at();
    schedule.active(false);
    schedule.synced(false);
    expect(schedule.dueAt - time.now).toBeGreaterThanOrEqual(30 * minute);
    schedule.active(true);
    expect(schedule.dueAt - time.now).toBeLessThanOrEqual(6 * minute);
  });

  it('is half a minute after the last answer, or at a hundred ops', () => {
    const { time, schedule } = at();
    schedule.synced(false);
    schedule.wrote(1, true);
    time.now += 20_000;
    schedule.wrote(2, true);
    expect(schedule.dueAt - time.now).toBe(30_000);
    schedule.wrote(100, true);
    expect(schedule.dueAt).toBe(time.now + 30_000 - 30_000);
  });

  it('is at once at a pause, where something waits', () => {
    const { time, schedule } = at();
    schedule.synced(false);
    schedule.paused();
    expect(schedule.dueAt).toBeGreaterThan(time.now);
    schedule.wrote(1, true);
    schedule.paused();
    expect(schedule.dueAt).toBe(time.now);
  });

  it('is two seconds after an edit where another device is there', () => {
    const { time, schedule } = at();
    schedule.synced(true);
    schedule.wrote(1, false);
    expect(schedule.dueAt - time.now).toBe(2000);
  });

  it('waits longer with every failure, as long as it is told to, and starts afresh', () => {
    const { time, schedule } = at();
    const waits: number[] = [];
    for (let failure = 0; failure < 14; failure += 1) {
      schedule.failed();
      waits.push(schedule.dueAt - time.now);
      time.now = schedule.dueAt;
    }
    expect(waits[0]).toBe(2000);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(waits.at(-1)).toBeLessThanOrEqual(15 * minute);
    schedule.failed(3_600_000);
    expect(schedule.dueAt - time.now).toBe(3_600_000);
    schedule.synced(false);
    schedule.poked();
    expect(schedule.dueAt).toBe(time.now);
  });
});
