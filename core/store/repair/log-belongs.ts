import type { Profile } from '../profile.ts';
import { findRoots } from './find-roots.ts';
import { openPages, type PageSource } from './page-source.ts';
import { readLog } from './read-log.ts';
import { readTreePage } from './read-page.ts';

/** The identity that a store says it has; undefined where it says none, as one that was never written to its file. */
const identityOf = (source: PageSource): string | undefined => {
  const root = findRoots(source).tables.find(({ name }) => name === 'store_meta');
  const [row] = root === undefined ? [] : (readTreePage(source, root.page)?.rows ?? []);
  const uid = row?.values[1];
  return Buffer.isBuffer(uid) ? uid.toString('hex') : undefined;
};

/** Whether a log can be that of the store beside it: SQLite asks neither which store it was written for, nor when. */
export const logBelongs = (profile: Profile): boolean => {
  const alone = openPages(profile.store);
  const together = openPages(profile.store, readLog(`${profile.store}-wal`));
  try {
    const own = identityOf(alone);
    return own === undefined || own === identityOf(together);
  } finally {
    alone.close();
    together.close();
  }
};
