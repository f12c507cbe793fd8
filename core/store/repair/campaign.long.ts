import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { makeGround } from './testing/damaged-stores.ts';
import { salvageCampaign } from './testing/salvage-campaign.ts';

const seeds = Array.from({ length: 1000 }, (_, index) => index + 1);

it(`salvages what is not damaged, ${seeds.length} times`, async () => {
  const folder = temporaryFolder();
  const ground = await makeGround(folder);
  const shares: number[] = [];
  salvageCampaign(ground, folder, seeds, ({ seed, damage, share, defects }) => {
    expect(defects, `seed ${seed}: ${damage.what}`).toEqual([]);
    expect(share, `seed ${seed}: ${damage.what}`).toBeGreaterThanOrEqual(damage.isCut ? 1 : 0.95);
    if (!damage.isCut) shares.push(share);
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  console.log(`rows beside the damage that came back: least ${Math.min(...shares)}, mean ${mean}`);
});
