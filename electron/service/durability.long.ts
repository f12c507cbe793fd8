import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { journalMissing } from '#core/store/testing/durability/compile-journal.ts';
import type { JournalRecord } from '#core/store/testing/durability/read-journal.ts';
import { openAndVerify } from './testing/open-and-verify.ts';
import { cutPoints, cutPower, inspectCut } from './testing/power-cuts.ts';
import { journalPowerRun } from './testing/power-run.ts';

const missing = journalMissing();

// The campaign beside durability.test.ts: longer runs, and every cut is opened and verified.
describe.skipIf(missing !== undefined).each([11, 12, 13])(
  `after a power cut, run %i${missing === undefined ? '' : `: not run (${missing})`}`,
  (seed) => {
    let folder = '';
    let records: JournalRecord[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'americano-power-'));
      records = await journalPowerRun(join(folder, 'run'), { answers: 100, seed });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(['synced_only', 'torn'] as const)(
      '500 moments, %s: nothing is lost, the store is sound',
      async (mode) => {
        const random = seededRandom(seed);
        const survival = mode === 'torn' ? random : mode;
        await cutPower(records, cutPoints(records, 500, random), { folder, survival }, async (cut) => {
          expect(inspectCut(cut), `cut at ${cut.at}`).toEqual({ lost: [], defects: [] });
          expect(await openAndVerify(cut.profile), `cut at ${cut.at}`).toEqual([]);
        });
      },
    );
  },
);
