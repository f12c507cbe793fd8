import type { Profile } from '../profile.ts';
import { findRoots } from './find-roots.ts';
import { openPages, type PageSource } from './page-source.ts';
import { headOf, readLog, type FoundLog } from './read-log.ts';
import { readTreePage } from './read-page.ts';

/** The identity that a store says it has; undefined where it says none, as one that was never written to its file. */
const identityOf = (source: PageSource): string | undefined => {
  const root = findRoots(source).tables.find(({ name }) => name === 'store_meta');
  const [row] = root === undefined ? [] : (readTreePage(source, root.page)?.rows ?? []);
  const uid = row?.values[1];
  return Buffer.isBuffer(uid) ? uid.toString('hex') : undefined;
};

/**
 * Whether the log goes on from this file. Each connection that writes counts one up from what it found, so a log of an earlier
 * time ends before what the file says, and one of a later time begins beyond it. Only VACUUM makes a store smaller, and it
 * counts the schema up: a log that ends smaller without that is from before the store grew. A log without the first page says
 * nothing.
 */
const isOfThisTime = (alone: PageSource, { heads, damagedFrames }: FoundLog): boolean => {
  const page = alone.page(1);
  // The frame that goes on from the file may be one that is damaged.
  if (heads === undefined || page === undefined || damagedFrames > 0) return true;
  const own = headOf(page);
  const { first, last } = heads;
  const isInTurn = own.writer >= first.writer - 1 && own.writer <= last.writer;
  return isInTurn && (last.pages >= own.pages || last.schema > own.schema);
};

/** Whether a log can be that of the store beside it: SQLite asks neither which store it was written for, nor when. */
export const logBelongs = (profile: Profile): boolean => {
  const log = readLog(`${profile.store}-wal`);
  const alone = openPages(profile.store);
  const together = openPages(profile.store, log);
  try {
    const own = identityOf(alone);
    // One that was never written to its file, or that is no store any more, says nothing.
    if (own === undefined) return true;
    return own === identityOf(together) && (log === undefined || isOfThisTime(alone, log));
  } finally {
    alone.close();
    together.close();
  }
};
