import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { journalMissing } from './compile-journal.ts';
import { errnos, faultCampaign, problemsOf } from './fault-campaign.ts';

const missing = journalMissing();
const most = 2000;
/** Each in a process of its own, so that what one leaves open does not add up. */
const callsAtATime = 200;

describe.skipIf(missing !== undefined)(
  `each of ${most} calls to the disk that fails${missing === undefined ? '' : `: not run (${missing})`}`,
  () => {
    it.each(Object.entries(errnos))(
      'with %s loses nothing that was said to be recorded, and work goes on',
      (_name, errno) => {
        const outside = temporaryFolder();
        let failed = 0;
        for (let first = 1; first <= most; first += callsAtATime) {
          const calls = Array.from({ length: callsAtATime }, (_, index) => first + index);
          const rounds = faultCampaign(outside, errno, calls);
          expect(rounds).toHaveLength(callsAtATime);
          expect(rounds.flatMap(problemsOf)).toEqual([]);
          failed += rounds.filter(({ hasFailed }) => hasFailed).length;
        }
        expect(failed).toBe(most);
      },
      4 * 3_600_000,
    );
  },
);
