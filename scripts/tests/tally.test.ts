import { describe, expect, it } from 'vitest';

import { addTallies, exitCode, summarise, type Tally } from './tally.ts';

const empty: Tally = { passed: 0, failed: [], skipped: [] };

describe('the end of npm test', () => {
  it('counts once, after everything else, and gives each reason once', () => {
    const skipped = [
      { test: 'a › one', reason: 'no data folder' },
      { test: 'a › two', reason: 'no data folder' },
      { test: 'b › three', reason: 'slow disk' },
    ];
    const total = addTallies([
      { ...empty, passed: 3, failed: ['c › four'] },
      { ...empty, passed: 2, skipped },
    ]);
    expect(summarise(total, ['tests in a browser (no Chromium)'])).toEqual([
      'failed: c › four',
      'skipped: 2 tests, first a › one (no data folder)',
      'skipped: b › three (slow disk)',
      'not run: tests in a browser (no Chromium)',
      '5 passed, 1 failed, 3 skipped',
    ]);
  });

  it('succeeds only when something passed and nothing failed', () => {
    expect(exitCode({ ...empty, passed: 1 })).toBe(0);
    expect(exitCode(empty)).toBe(1);
    expect(exitCode({ ...empty, skipped: [{ test: 'a', reason: 'b' }] })).toBe(1);
    expect(exitCode({ ...empty, passed: 9, failed: ['x'] })).toBe(1);
  });
});
