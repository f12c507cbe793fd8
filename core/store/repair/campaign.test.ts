import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { makeGround } from './testing/damaged-stores.ts';
import { salvageCampaign } from './testing/salvage-campaign.ts';

const seeds = Array.from({ length: 24 }, (_, index) => index + 1);

// 1,000 are in campaign.long.ts.
it(`salvages what is not damaged, ${seeds.length} times`, async () => {
  const folder = temporaryFolder();
  const ground = await makeGround(folder, 100);
  const kinds = new Set<boolean>();
  salvageCampaign(ground, folder, seeds, ({ seed, damage, share, defects }) => {
    kinds.add(damage.isCut);
    expect(defects, `seed ${seed}: ${damage.what}`).toEqual([]);
    expect(share, `seed ${seed}: ${damage.what}`).toBeGreaterThanOrEqual(damage.isCut ? 1 : 0.95);
  });
  expect(kinds.size).toBe(2);
}, 180_000);
