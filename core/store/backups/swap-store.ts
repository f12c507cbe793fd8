import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder, syncPath } from '../blobs.ts';
import type { Profile } from '../profile.ts';

/** A file of this name is to be the store: it is complete, checked and on the disk. */
const pendingOf = (profile: Profile): string => `${profile.store}.restoring`;

/**
 * Decides that a finished file becomes the store. Until the moment in which it gets its name nothing has changed; from
 * then on the next opening puts it in place, whatever happens in between.
 */
export const decideSwap = (profile: Profile, file: string): void => {
  syncPath(file);
  renameSync(file, pendingOf(profile));
  syncFolder(profile.folder);
};

/**
 * Puts the decided file in the store's place. For the holder of the lock, before the store is opened. Each step may be the
 * last one before a crash: the log of the old store goes first, so that it is never applied to the new one, and the name
 * of the pending file last, so that all of this begins again.
 */
export const completeSwap = (profile: Profile, onStep: (step: string) => void = () => {}): boolean => {
  const pending = pendingOf(profile);
  if (!existsSync(pending)) return false;
  onStep('decided');
  for (const ending of ['-wal', '-shm', '-journal']) {
    rmSync(`${profile.store}${ending}`, { force: true });
    onStep(ending);
  }
  // The next name may reach the disk only after these have left it.
  syncFolder(dirname(profile.store));
  renameSync(pending, profile.store);
  onStep('renamed');
  syncFolder(dirname(profile.store));
  return true;
};
