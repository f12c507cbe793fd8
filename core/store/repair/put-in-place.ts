import { constants, copyFileSync, existsSync, linkSync } from 'node:fs';
import { basename } from 'node:path';
import { stampOf } from '../backups/backup-files.ts';
import { completeSwap, decideSwap } from '../backups/swap-store.ts';
import { syncFolder, syncPath } from '../blobs.ts';
import type { Profile } from '../profile.ts';

/** A second name for a file, or a copy where the file system knows no second names. */
const alsoAs = (file: string, name: string): void => {
  try {
    linkSync(file, name);
  } catch {
    // COPYFILE_EXCL: nothing is ever written over.
    copyFileSync(file, name, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    syncPath(name);
  }
};

/**
 * Puts a finished store in the place of a damaged one, which stays beside it with its log under a name with the date. A crash
 * at any moment leaves the damaged store, or the new one, and the damaged one under its own name in either case.
 */
export const putInPlace = (profile: Profile, file: string, now: number): { kept: string | null } => {
  const kept = `${profile.store}.damaged-${stampOf(now)}`;
  for (const ending of ['', '-wal']) {
    if (existsSync(`${profile.store}${ending}`)) alsoAs(`${profile.store}${ending}`, `${kept}${ending}`);
  }
  syncFolder(profile.folder);
  decideSwap(profile, file);
  completeSwap(profile);
  return { kept: existsSync(kept) ? basename(kept) : null };
};
