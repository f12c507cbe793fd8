import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { makeGround } from './testing/damaged-stores.ts';
import { salvageCampaign } from './testing/salvage-campaign.ts';

const seeds = Array.from({ length: 24 }, (_, index) => index + 1);

// 1,000 are in campaign.long.ts.
it(`salvages what is not damaged, ${seeds.length} times`, async () => {
  const folder = temporaryFolder();
  const ground = await makeGround(folder, 100);
  const kinds = new Set<string>();
  await salvageCampaign(ground, folder, seeds, ({ seed, kind, what, share, defects, isSeen }) => {
    kinds.add(kind);
    expect(defects, `seed ${seed}: ${what}`).toEqual([]);
    expect(share, `seed ${seed}: ${what}`).toBeGreaterThanOrEqual(
      kind === 'cut' || kind === 'log' ? 1 : 0.95,
    );
    // A file that is too short, and a log that is not its own, are found before anything is written.
    if (kind === 'cut' || kind === 'log') expect(isSeen, `seed ${seed}: ${what}`).toBe(true);
  });
  expect(kinds.size).toBe(4);
}, 600_000);
