import { describe, expect, it } from 'vitest';
import { addToTally, emptyTally, findingOf, timesUsual, type SessionTally } from './session-tally.ts';

const answered = (
  rows: readonly (readonly [recalled: boolean, times?: number])[],
  memory = 0.9,
): SessionTally =>
  rows.reduce(
    (tally, [recalled, times], at) =>
      addToTally(tally, {
        at,
        recalled,
        retrievability: memory,
        logTimes: times === undefined ? null : Math.log(times),
      }),
    emptyTally,
  );
const times = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of);

describe('what is worth a word in a session', () => {
  it('is nothing before five answers, and nothing at 30 % forgotten', () => {
    expect(findingOf(answered(times(4, [false])), null, null)).toBeNull();
    expect(
      findingOf(answered([...times(7, [true] as const), ...times(3, [false] as const)]), null, null),
    ).toBeNull();
  });

  it('is more than 30 % forgotten, as grave as it is', () => {
    const all = findingOf(answered(times(5, [false])), null, null);
    expect(all).toMatchObject({ kind: 'lapse_rate', severity: 1, level: 'HIGH' });
    // Forgotten 5, expected .5, variance .45: .4 + .3 / (1 + e^(-1.702 × 4.5 / √.95)) + .2, of .9.
    expect(all?.priority).toBeCloseTo(
      (0.4 + 0.3 / (1 + Math.exp((-1.702 * 4.5) / Math.sqrt(0.95))) + 0.2) / 0.9,
      12,
    );
    const half = findingOf(
      answered([...times(5, [false] as const), ...times(5, [true] as const)]),
      null,
      null,
    );
    expect(half?.severity).toBeCloseTo(0.2 / 0.7, 12);
    expect(half?.level).toBe('MODERATE');
  });

  it('is recall more than 20 points under the owner’s own', () => {
    const tally = answered([...times(7, [true] as const), ...times(3, [false] as const)]);
    expect(findingOf(tally, 0.88, null)).toBeNull();
    expect(findingOf(tally, 0.92, null)).toMatchObject({ kind: 'below_mean' });
    expect(findingOf(tally, null, null)).toBeNull();
  });

  it('is more than twice the owner’s usual time, by geometric mean', () => {
    expect(findingOf(answered(times(5, [true, 1.9])), null, null)).toBeNull();
    const slow = answered(times(5, [true, 3]));
    expect(timesUsual(slow)).toBeCloseTo(3, 12);
    expect(findingOf(slow, null, null)).toMatchObject({ kind: 'over_time', level: 'MODERATE' });
    expect(findingOf(slow, null, null)?.severity).toBeCloseTo(0.5, 12);
    expect(timesUsual(answered(times(4, [true, 9])))).toBeNull();
  });

  it('is more pressing under load, and stays a number where memory is sure', () => {
    const tally = answered([...times(4, [false] as const), ...times(4, [true] as const)]);
    const [calm, full] = [findingOf(tally, null, 0), findingOf(tally, null, 1)];
    expect((full?.priority ?? 0) - (calm?.priority ?? 0)).toBeCloseTo(0.1, 12);
    const sure = findingOf(answered(times(6, [false]), 1), 0.2, 1);
    expect(Number.isFinite(sure?.priority)).toBe(true);
    expect(sure?.priority).toBeLessThanOrEqual(1);
  });

  it('does not count what memory expects nothing of', () => {
    const step = { at: 1, recalled: false, retrievability: null, logTimes: null };
    expect(addToTally(emptyTally, step)).toEqual({ ...emptyTally, at: 1 });
  });
});
