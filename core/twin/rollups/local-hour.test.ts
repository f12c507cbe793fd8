import { describe, expect, it } from 'vitest';
import { localHour } from './hourly-rollups.ts';

describe('the hour of an answer', () => {
  it.each([
    // In New York, 2025-11-02 01:30 comes twice, an hour apart: one hour of the clock.
    ['2025-11-02T05:30:00Z', -240, 1],
    ['2025-11-02T06:30:00Z', -300, 1],
    // And 2025-03-09 02:00 is left out: 01:59 is followed by 03:00.
    ['2025-03-09T06:59:59Z', -300, 1],
    ['2025-03-09T07:00:00Z', -240, 3],
    // Midnight, on both sides, where the offset crosses the day of UTC.
    ['2025-06-01T21:59:59Z', 120, 23],
    ['2025-06-01T22:00:00Z', 120, 0],
    ['2025-06-01T00:10:00Z', -600, 14],
    // Zones of half and quarter hours.
    ['2025-06-01T00:14:59Z', 345, 5],
    ['2025-06-01T00:15:00Z', 345, 6],
    // Before 1970, as a wrong clock would have it.
    ['1969-12-31T23:30:00Z', 0, 23],
    ['1969-12-31T23:30:00Z', 60, 0],
  ])('at %s with an offset of %i minutes is %i', (at, offset, hour) => {
    expect(localHour(Date.parse(at), offset)).toBe(hour);
  });
});
