import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { seededRandom, type SeededRandom } from '../../../exchange/anki/testing/seeded-random.ts';
import { testClock } from '../../testing/test-clock.ts';
import { salvage } from '../salvage.ts';
import { countSaved, cutOff, flipBits, spoilPages, type Damage, type Ground } from './damaged-stores.ts';

export type CampaignResult = { seed: number; damage: Damage; share: number; defects: unknown[] };

const harm = (file: string, random: SeededRandom, ground: Ground): Damage => {
  const { pageSize } = ground;
  switch (random.whole(0, 2)) {
    case 0:
      return flipBits(file, random, random.whole(1, 32), pageSize);
    case 1:
      return spoilPages(file, random, random.whole(1, 4), pageSize);
    default:
      return cutOff(file, random, pageSize);
  }
};

const defectsOf = (file: string): unknown[] => {
  const db = new Database(file, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check(3)', { simple: true });
    return [...(integrity === 'ok' ? [] : [integrity]), ...(db.pragma('foreign_key_check') as unknown[])];
  } finally {
    db.close();
  }
};

/** Damages a copy of a store by each seed, salvages it, and looks at what came of it. */
export const salvageCampaign = (
  ground: Ground,
  folder: string,
  seeds: readonly number[],
  onResult: (result: CampaignResult) => void,
): void => {
  const file = join(folder, 'campaign.sqlite');
  const to = join(folder, 'campaign-salvaged.sqlite');
  for (const seed of seeds) {
    copyFileSync(ground.file, file);
    rmSync(to, { force: true });
    const damage = harm(file, seededRandom(seed), ground);
    salvage({ file, log: undefined, to }, testClock());
    onResult({ seed, damage, share: countSaved(ground, damage, to).share, defects: defectsOf(to) });
  }
};
