import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from './profile.ts';

/** Ways out of damage that nobody took, a store on its way back, and backups unpacked to be read: as large as the store each. */
const leftover =
  /^(repair-(log|salvage|backup)\.sqlite|rollback\.prepared|.*\.sqlite\.zst\.checking)(-journal|-wal|-shm)?$/;

/** Removes what a kill, or a choice, has left. For the holder of the profile's lock, when the store of it is sound and open. */
export const sweepStaging = (profile: Profile): void => {
  for (const name of readdirSync(profile.staging))
    if (leftover.test(name)) rmSync(join(profile.staging, name), { force: true });
};
