import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { makeGround } from './testing/damaged-stores.ts';
import { salvageCampaign, type CampaignResult } from './testing/salvage-campaign.ts';

const seeds = Array.from({ length: 1000 }, (_, index) => index + 1);

it(`salvages what is not damaged, ${seeds.length} times`, async () => {
  const folder = temporaryFolder();
  const ground = await makeGround(folder);
  const results: CampaignResult[] = [];
  await salvageCampaign(ground, folder, seeds, (result) => results.push(result));
  const told = ({ seed, what }: CampaignResult): string => `seed ${seed}: ${what}`;
  const of = (...kinds: string[]): CampaignResult[] => results.filter(({ kind }) => kinds.includes(kind));
  for (const kind of ['bits', 'pages', 'cut', 'log']) {
    const shares = of(kind).map(({ share }) => share);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const changed = of(kind).filter(({ isChanged }) => isChanged);
    const seen = changed.filter(({ isSeen }) => isSeen);
    console.log(
      `${kind}: ${shares.length} times, least share ${Math.min(...shares)}, mean ${mean}; ` +
        `${seen.length} of ${changed.length} changes of content seen without digests`,
    );
  }
  expect(results).toHaveLength(seeds.length);
  expect(results.filter(({ defects }) => defects.length > 0).map(told)).toEqual([]);
  expect(
    of('bits', 'pages')
      .filter(({ share }) => share < 0.95)
      .map(told),
  ).toEqual([]);
  expect(
    of('cut', 'log')
      .filter(({ share, isSeen }) => share < 1 || !isSeen)
      .map(told),
  ).toEqual([]);
});
