import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupPreview } from '../../store/backups/contract.ts';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';

const secret = 'SECRETOFTHEOWNER';

/** A history with something behavioural in it, and a backup of both. */
const backedUp = profileMaker(async (open) => {
  await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 7, days: 14 })).job);
  await open.service.store.settle();
  open.service.store.connection.exec(
    `INSERT INTO behavioral_events (uid, at, utc_offset_min, study_day, type, data)
     VALUES (randomblob(16), ${open.clock.now()}, 0, 20000, 'BREAK_SKIPPED', '{"note":"${secret}"}')`,
  );
  await resultOf(open.service, (await open.call('backups.make', {})).job);
});

const previewed = async (open: OpenService): Promise<BackupPreview> => {
  const { backups } = await open.call('backups.list', {});
  const { job } = await open.call('backups.preview', { backup: backups.at(-1)?.uid ?? '' });
  // The contract's own shape of this job's result.
  return (await resultOf(open.service, job)) as BackupPreview;
};

/** Restores, and opens the profile again as a next start does. */
const restored = async (open: OpenService, prepared: string): Promise<OpenService> => {
  const { job } = await open.call('backups.restore', { prepared });
  await open.service.jobs.ended(job);
  await open.close();
  // Ids of a start are seeded by its moment.
  open.clock.advance(1000);
  const again = await openTestService({ folder: open.folder, clock: open.clock });
  await again.service.store.settle();
  return again;
};

const count = (open: OpenService, table: string): number =>
  open.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0;

const traces = (open: OpenService): number =>
  ['americano.sqlite', 'americano.sqlite-wal']
    .map((name) => join(open.folder, name))
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path, 'latin1').split(secret).length - 1, 0);

// Each packs and unpacks a profile with weeks of answers.
describe('what was erased after a backup was made', { timeout: 300_000 }, () => {
  it('does not come back with it, and the preview says so', async () => {
    const open = await backedUp();
    const answers = count(open, 'reviews');
    expect((await previewed(open)).stillErased).toBeNull();
    await open.call('twin.eraseBehavioralData', { word: 'erase' });
    const found = await previewed(open);
    expect(found.stillErased?.at).toBe(open.rows<{ at: number }>('SELECT at FROM erasures')[0]?.at);
    expect(found.stillErased?.rows).toBeGreaterThan(0);
    const again = await restored(open, found.prepared);
    expect(count(again, 'behavioral_events')).toBe(0);
    expect(count(again, 'reviews')).toBe(answers);
    expect(count(again, 'erasures')).toBe(1);
    expect(again.rows('SELECT open FROM erase_gate')).toEqual([{ open: 0 }]);
    expect(traces(again)).toBe(0);
  });

  it('does not come back where the answers went too: every card is new', async () => {
    const open = await backedUp();
    await open.call('twin.eraseBehavioralData', { word: 'erase', reviews: true });
    const found = await previewed(open);
    expect(found.totals.reviews.there).toBe(0);
    const again = await restored(open, found.prepared);
    expect([count(again, 'reviews'), count(again, 'daily_rollups'), count(again, 'hourly_rollups')]).toEqual([
      0, 0, 0,
    ]);
    expect(count(again, 'card_states')).toBe(count(again, 'cards'));
    expect(again.rows('SELECT card_id FROM card_states WHERE reps > 0 OR phase <> 0')).toEqual([]);
    expect(again.service.store.connection.pragma('foreign_key_check')).toEqual([]);
  });

  it('cannot come back from what was prepared before the erase', async () => {
    const open = await backedUp();
    const { prepared } = await previewed(open);
    await open.call('twin.eraseBehavioralData', { word: 'erase' });
    await expect(open.call('backups.restore', { prepared })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
