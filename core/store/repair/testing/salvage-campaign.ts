import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { seededRandom, type SeededRandom } from '../../../exchange/anki/testing/seeded-random.ts';
import { RpcError } from '../../../rpc/errors.ts';
import { createProfile } from '../../profile.ts';
import { testClock } from '../../testing/test-clock.ts';
import { lookIntoStore } from '../look.ts';
import { preparedFor } from '../prepared-for.ts';
import { refuseDamaged } from '../refuse-damaged.ts';
import { salvage } from '../salvage.ts';
import {
  countSaved,
  cutOff,
  flipBits,
  readRows,
  shareOf,
  spoilPages,
  type Damage,
  type Ground,
} from './damaged-stores.ts';

export type CampaignResult = {
  seed: number;
  what: string;
  kind: 'bits' | 'pages' | 'cut' | 'log';
  /** Of the rows that lie beside the damage, how many came back as they were. */
  share: number;
  defects: unknown[];
  /** Whether what the owner entered, or what happened, reads otherwise than before, or cannot be read. */
  isChanged: boolean;
  /** Whether SQLite's own checks, or ours at the start, say that something is wrong. */
  isSeen: boolean;
};

const damages = ['bits', 'pages', 'cut', 'log'] as const;

const harm = (kind: 'bits' | 'pages' | 'cut', file: string, random: SeededRandom, ground: Ground): Damage => {
  const { pageSize } = ground;
  if (kind === 'bits') return flipBits(file, random, random.whole(1, 32), pageSize);
  if (kind === 'pages') return spoilPages(file, random, random.whole(1, 4), pageSize);
  return cutOff(file, random, pageSize);
};

const defectsOf = (file: string): unknown[] => {
  const db = new Database(file, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check(3)', { simple: true });
    return [...(integrity === 'ok' ? [] : [integrity]), ...(db.pragma('foreign_key_check') as unknown[])];
  } catch (error) {
    return [error];
  } finally {
    db.close();
  }
};

const isChanged = (file: string, ground: Ground): boolean => {
  try {
    return shareOf(ground.rows, readRows(file)) < 1;
  } catch {
    return true;
  }
};

/** The log of another store, or of this one at another time, lies beside a store that was not closed in order. */
const swapLog = async (seed: number, folder: string, ground: Ground): Promise<CampaignResult> => {
  const profile = createProfile(join(folder, `swapped-${seed}`));
  const isForeign = seededRandom(seed).unit() < 0.5;
  copyFileSync(ground.unfinished.file, profile.store);
  copyFileSync(isForeign ? ground.foreignLog : ground.earlierLog, `${profile.store}-wal`);
  let isSeen = false;
  try {
    refuseDamaged(profile);
  } catch (error) {
    isSeen = error instanceof RpcError && error.kind === 'damaged';
  }
  const { log } = await lookIntoStore(profile, testClock(), () => {}, new AbortController().signal);
  const to = preparedFor(profile, 'log');
  const share = log === null ? 0 : shareOf(ground.unfinished.rows, readRows(to));
  const defects = log === null ? [] : defectsOf(to);
  rmSync(profile.folder, { recursive: true });
  const what = isForeign ? 'the log of another store' : 'a log of an earlier time';
  return { seed, what, kind: 'log', share, defects, isChanged: true, isSeen };
};

/** Damages a copy of a store by each seed, salvages it, and looks at what came of it. */
export const salvageCampaign = async (
  ground: Ground,
  folder: string,
  seeds: readonly number[],
  onResult: (result: CampaignResult) => void,
): Promise<void> => {
  const file = join(folder, 'campaign.sqlite');
  const to = join(folder, 'campaign-salvaged.sqlite');
  for (const seed of seeds) {
    const random = seededRandom(seed);
    const kind = random.pick(damages);
    if (kind === 'log') {
      onResult(await swapLog(seed, folder, ground));
      continue;
    }
    copyFileSync(ground.file, file);
    rmSync(to, { force: true });
    const damage = harm(kind, file, random, ground);
    salvage({ file, log: undefined, to }, testClock());
    onResult({
      seed,
      what: damage.what,
      kind,
      share: countSaved(ground, damage, to).share,
      defects: defectsOf(to),
      isChanged: isChanged(file, ground),
      isSeen: defectsOf(file).length > 0,
    });
  }
};
