import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostTimes } from './host-times.ts';
import { Lifetime } from './lifetime.ts';

const { expectedPageMs, afterLastPageMs } = hostTimes;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = (stay = false) => {
  let ends = 0;
  let busy = false;
  const onEnd = (): void => void (ends += 1);
  const lifetime = new Lifetime({ times: hostTimes, stay, isBusy: () => busy, onEnd });
  /** Whether it has ended just after so long, and had not just before. */
  const endsAfter = (ms: number): boolean => {
    vi.advanceTimersByTime(ms - 1);
    if (ends > 0) return false;
    vi.advanceTimersByTime(1);
    return ends === 1;
  };
  return { lifetime, endsAfter, ends: () => ends, beBusy: (value: boolean) => (busy = value) };
};

describe('Lifetime', () => {
  it('is ten seconds after the last page', () => {
    const { lifetime, endsAfter } = start();
    lifetime.pages(2);
    lifetime.pages(1);
    vi.advanceTimersByTime(10 * expectedPageMs);
    lifetime.pages(0);
    expect(afterLastPageMs).toBe(10_000);
    expect(endsAfter(10_000)).toBe(true);
  });

  it('is longer for the first page, whatever terminals do', () => {
    const { lifetime, endsAfter } = start();
    vi.advanceTimersByTime(expectedPageMs - 5);
    lifetime.pages(0);
    expect(endsAfter(5)).toBe(true);
  });

  it('goes on over a reload', () => {
    const { lifetime, ends } = start();
    lifetime.pages(1);
    lifetime.pages(0);
    vi.advanceTimersByTime(afterLastPageMs - 1);
    lifetime.pages(1);
    vi.advanceTimersByTime(10 * expectedPageMs);
    expect(ends()).toBe(0);
  });

  it('waits for the page of a new address, also when the last page goes meanwhile', () => {
    const { lifetime, endsAfter } = start();
    lifetime.pages(1);
    lifetime.expectPage();
    lifetime.pages(0);
    expect(endsAfter(expectedPageMs)).toBe(true);
  });

  it('does not end while work goes on', () => {
    const { lifetime, ends, beBusy } = start();
    lifetime.pages(1);
    beBusy(true);
    lifetime.pages(0);
    vi.advanceTimersByTime(20 * afterLastPageMs);
    expect(ends()).toBe(0);
    beBusy(false);
    vi.advanceTimersByTime(afterLastPageMs);
    expect(ends()).toBe(1);
  });

  it('stays when told to, and stops when told to', () => {
    const staying = start(true);
    staying.lifetime.pages(1);
    staying.lifetime.pages(0);
    const stopped = start();
    stopped.lifetime.stop();
    vi.advanceTimersByTime(10 * expectedPageMs);
    expect([staying.ends(), stopped.ends()]).toEqual([0, 0]);
  });
});
