import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { journalMissing } from '#core/store/testing/durability/compile-journal.ts';
import type { JournalRecord } from '#core/store/testing/durability/read-journal.ts';
import { cutPoints, cutPower, inspectCut, marksOf } from './testing/power-cuts.ts';
import { journalPowerRun } from './testing/power-run.ts';
import { openAndVerify } from './testing/open-and-verify.ts';

const missing = journalMissing();

// What the service tells a person is recorded must be there after a power cut (architecture.md §4.3). A killed process
// cannot show it, because the system's cache survives it: here only what was synced does.
describe.skipIf(missing !== undefined)(
  `after a power cut${missing === undefined ? '' : `: not run (${missing})`}`,
  () => {
    let folder = '';
    let records: JournalRecord[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'americano-power-'));
      records = await journalPowerRun(join(folder, 'full'), { answers: 80, seed: 1 });
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('every acknowledged answer and import is there, at each of 500 moments', async () => {
      const points = cutPoints(records, 500, seededRandom(2));
      expect(marksOf(records).length).toBeGreaterThan(240);
      let answers = 0;
      await cutPower(records, points, { folder, survival: 'synced_only' }, (cut) => {
        expect(inspectCut(cut), `cut at ${cut.at}`).toEqual({ lost: [], defects: [] });
        answers = cut.acknowledged.answers.length;
      });
      expect(answers).toBe(240);
    }, 180_000);

    it('and it is, too, when pieces of what was not synced reach the disk', async () => {
      const random = seededRandom(3);
      const points = cutPoints(records, 500, random).filter((_, index) => index % 4 === 0);
      await cutPower(records, points, { folder, survival: random }, (cut) => {
        expect(inspectCut(cut), `cut at ${cut.at}`).toEqual({ lost: [], defects: [] });
      });
    }, 180_000);

    it('the store opens and is sound', async () => {
      const random = seededRandom(4);
      const points = cutPoints(records, 500, random).filter((_, index) => index % 20 === 0);
      await cutPower(records, points, { folder, survival: random }, async ({ profile, at }) => {
        expect(await openAndVerify(profile), `cut at ${at}`).toEqual([]);
      });
    }, 180_000);

    it('answers are lost where commits are not synced: the test can tell', async () => {
      const normal = await journalPowerRun(join(folder, 'normal'), {
        answers: 20,
        seed: 5,
        synchronous: 'NORMAL',
      });
      let lost = 0;
      await cutPower(normal, marksOf(normal), { folder, survival: 'synced_only' }, (cut) => {
        lost += inspectCut(cut).lost.length;
      });
      expect(lost).toBeGreaterThan(0);
    }, 180_000);
  },
);
