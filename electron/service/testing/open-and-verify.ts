import { testClock } from '#core/store/testing/test-clock.ts';
import { openChecker, openStore } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { uidSource } from '#core/store/uid.ts';
import { verifyStore } from '#core/store/verify.ts';
import { derivations, undoers } from '../derivations.ts';

/** Opens a profile as the service does, closes it, and returns the defects of its store. */
export const openAndVerify = async (folder: string): Promise<string[]> => {
  const clock = testClock();
  const { close } = await openStore({ folder, clock, ids: uidSource(clock), derivations, undoers });
  await close();
  const checker = openChecker(profileAt(folder));
  try {
    return verifyStore(checker.connection, profileAt(folder)).defects;
  } finally {
    checker.close();
  }
};
