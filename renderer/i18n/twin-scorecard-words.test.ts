import { expect, it } from 'vitest';
import { twinScorecard } from './en/twin-scorecard.ts';

it('a break taken without an offer is not told as one of the offers', () => {
  expect(twinScorecard.breaksText({ offered: 0, taken: 1, postponed: 0, skipped: 0 })).toMatch(
    /^Taken: 1, offered or not\. Offered: 0,/,
  );
});
