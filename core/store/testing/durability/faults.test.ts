import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { journalMissing } from './compile-journal.ts';
import { errnos, faultCampaign, problemsOf } from './fault-campaign.ts';

const missing = journalMissing();

// In opening, migrating, answering, moving the log, copying and packing a backup; 2,000 of each are in faults.long.ts.
const calls = [1, 7, 40, 173, 420, 700, 1100, 1350, 1500, 1990];

describe.skipIf(missing !== undefined)(
  `one call to the disk that fails${missing === undefined ? '' : `: not run (${missing})`}`,
  () => {
    it.each(Object.entries(errnos))(
      'with %s loses nothing that was said to be recorded, and work goes on',
      (_name, errno) => {
        const rounds = faultCampaign(temporaryFolder(), errno, calls);
        expect(rounds.map(({ at }) => at)).toEqual(calls);
        expect(rounds.flatMap(problemsOf)).toEqual([]);
        expect(rounds.filter(({ hasFailed }) => !hasFailed)).toEqual([]);
        // Somebody heard of it, and was told what it was.
        expect(rounds.filter(({ kinds }) => kinds.length > 0).length).toBeGreaterThan(calls.length / 2);
      },
      180_000,
    );
  },
);
