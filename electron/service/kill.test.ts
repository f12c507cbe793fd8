import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killCampaign, prepareGround, type Ground } from './testing/kill-campaign.ts';

const rounds = 20;

// 200 rounds are in kill.long.ts. What a kill cannot show, because the system's cache survives it, is in durability.test.ts.
describe('a service that is killed while it answers, undoes and imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-kill-'));
  let ground: Ground;

  beforeAll(async () => {
    ground = await prepareGround(folder, { notes: 1200, reviews: 6000 });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`starts again with all of the import or none and every answer once, ${rounds} times`, async () => {
    const results = await killCampaign(ground, rounds);
    expect(results).toHaveLength(rounds);
    // The kills came where they were meant to, and found something to lose.
    expect(new Set(results.map((result) => result.imported))).toEqual(new Set([true, false]));
    expect(results.some((result) => result.interrupted > 0)).toBe(true);
    expect(results.reduce((sum, result) => sum + result.answers, 0)).toBeGreaterThan(300);
  }, 900_000);
});
