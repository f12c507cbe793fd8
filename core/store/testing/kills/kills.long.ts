import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaVersion } from '../../migrations/index.ts';
import { killCampaign, prepareKills, type KillGround } from './kill-campaign.ts';

const rounds = 1000;

describe('a program that is killed while it backs up, migrates and rebuilds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-kills-'));
  let ground: KillGround;

  beforeAll(async () => {
    ground = await prepareKills(folder, 600);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    `starts again with nothing half-done, ${rounds} times`,
    async () => {
      const results = await killCampaign(ground, rounds, (done) => {
        if (done % 100 === 0) console.log(`${done} kills`);
      });
      expect(results.flatMap(({ problems }) => problems)).toEqual([]);
      expect(results).toHaveLength(rounds);
      // The kills came where they were meant to.
      for (const care of ['backup', 'rebuild', 'migration'])
        expect(results.some((result) => result.care === care && !result.hasEnded)).toBe(true);
      const versions = new Set(
        results.filter(({ care }) => care === 'migration').map(({ version }) => version),
      );
      expect(versions.size).toBeGreaterThan(schemaVersion / 2);
      expect(results.reduce((sum, { answers }) => sum + answers, 0)).toBeGreaterThan(rounds);
    },
    4 * 3_600_000,
  );
});
