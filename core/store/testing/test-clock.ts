import type { Clock } from '../clock.ts';

/** 2 March 2026, 10:00 in Berlin. */
export const testStart = Date.UTC(2026, 2, 2, 9);

export type TestClock = Clock & { advance(ms: number): void };

/** A clock that moves only when told to. */
export const testClock = (start = testStart, zone = 'Europe/Berlin'): TestClock => {
  let now = start;
  return {
    now: () => now,
    zone: () => zone,
    advance: (ms) => {
      now += ms;
    },
  };
};
