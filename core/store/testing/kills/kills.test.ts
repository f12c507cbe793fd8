import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killCampaign, prepareKills, type KillGround } from './kill-campaign.ts';

const rounds = 20;

// 1,000 rounds are in kills.long.ts; study and import are killed in electron/service/kill.test.ts.
describe('a program that is killed while it backs up, migrates and rebuilds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-kills-'));
  let ground: KillGround;

  beforeAll(async () => {
    ground = await prepareKills(folder, 300);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`starts again with nothing half-done, ${rounds} times`, async () => {
    const results = await killCampaign(ground, rounds);
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
    expect(results).toHaveLength(rounds);
    expect(new Set(results.map(({ care }) => care)).size).toBe(3);
  }, 600_000);
});
