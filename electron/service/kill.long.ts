import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killCampaign, prepareGround, type Ground } from './testing/kill-campaign.ts';

const rounds = 200;

describe('a service that is killed while it answers, undoes and imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-kill-'));
  let ground: Ground;

  beforeAll(async () => {
    ground = await prepareGround(folder, { notes: 2000, reviews: 10_000 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`starts again with all of the import or none and every answer once, ${rounds} times`, async () => {
    const results = await killCampaign(ground, rounds);
    expect(results).toHaveLength(rounds);
    const reached = new Set(results.map((result) => result.phase));
    for (const phase of ['answering', 'stage', 'merge', 'settle'] as const) expect(reached).toContain(phase);
    expect(new Set(results.map((result) => result.imported))).toEqual(new Set([true, false]));
    expect(results.some((result) => result.tookBack)).toBe(true);
  });
});
