import type { Database } from 'better-sqlite3';
import { blobSize } from '../blobs.ts';
import type { Profile } from '../profile.ts';
import type { BackupPreview } from './contract.ts';

type Side = { here: number; there: number };

const live: Readonly<Record<'courses' | 'notes' | 'cards' | 'media', string>> = {
  courses: 'deleted_at IS NULL',
  notes: 'deleted_at IS NULL',
  cards: 'deleted_at IS NULL',
  media: 'deleted_at IS NULL',
};
type Kind = keyof typeof live;

const number = (db: Database, sql: string): number => Number(db.prepare(sql).pluck().get());

const totalsOf = (db: Database, kind: Kind): Side => ({
  here: number(db, `SELECT count(*) FROM main.${kind} WHERE ${live[kind]}`),
  there: number(db, `SELECT count(*) FROM there.${kind} WHERE ${live[kind]}`),
});

/** Rows are the same where their uid is; local numbers mean nothing in another file. */
const commonOf = (db: Database, kind: Kind): number =>
  number(
    db,
    `SELECT count(*) FROM there.${kind} t JOIN main.${kind} m ON m.uid = t.uid
     WHERE t.deleted_at IS NULL AND m.deleted_at IS NULL${kind === 'media' ? ' AND t.sha256 = m.sha256' : ''}`,
  );

type Log = { n: number; last: number | null };
const logOf = (db: Database, side: 'main' | 'there'): Log =>
  db.prepare(`SELECT count(*) AS n, max(at) AS last FROM ${side}.live_reviews`).get() as Log;

/** Each card's log is one stretch in either file, read in its own order. */
const commonReviews = (db: Database): number =>
  number(
    db,
    `SELECT count(*) FROM there.cards tc JOIN main.cards c ON c.uid = tc.uid
     JOIN there.live_reviews tr ON tr.card_id = tc.id
     JOIN main.live_reviews r ON r.card_id = c.id AND r.at = tr.at AND r.uid = tr.uid`,
  );

const less = (totals: Side, common: number): Side => ({
  here: totals.here - common,
  there: totals.there - common,
});

const differingSettings = (db: Database): string[] =>
  db
    .prepare(
      `SELECT key FROM (SELECT key, value FROM main.settings UNION SELECT key, value FROM there.settings) s
       WHERE key NOT LIKE 'hints.%' AND NOT EXISTS (
         SELECT 1 FROM main.settings m JOIN there.settings t ON t.key = m.key AND t.value = m.value WHERE m.key = s.key)
       GROUP BY key ORDER BY key LIMIT 200`,
    )
    .pluck()
    .all() as string[];

const missingMedia = (db: Database, profile: Profile): number => {
  const rows = db
    .prepare('SELECT DISTINCT sha256 FROM there.media WHERE deleted_at IS NULL')
    .pluck()
    .iterate() as IterableIterator<Uint8Array>;
  let missing = 0;
  for (const sha256 of rows) if (blobSize(profile, sha256) === undefined) missing += 1;
  return missing;
};

/** What differs between the store and a prepared one attached as `there`. Only reads; for a worker. */
export const compareStores = (
  db: Database,
  profile: Profile,
): Omit<BackupPreview, 'prepared' | 'createdAt' | 'schemaVersion' | 'stillErased'> => {
  const totals = {
    courses: totalsOf(db, 'courses'),
    notes: totalsOf(db, 'notes'),
    cards: totalsOf(db, 'cards'),
    media: totalsOf(db, 'media'),
  };
  const [here, there] = [logOf(db, 'main'), logOf(db, 'there')];
  const reviews = { here: here.n, there: there.n };
  const profileOf = (side: string): string =>
    String(db.prepare(`SELECT hex(profile_uid) FROM ${side}.store_meta`).pluck().get());
  return {
    isForeign: profileOf('main') !== profileOf('there'),
    only: {
      courses: less(totals.courses, commonOf(db, 'courses')),
      notes: less(totals.notes, commonOf(db, 'notes')),
      cards: less(totals.cards, commonOf(db, 'cards')),
      media: less(totals.media, commonOf(db, 'media')),
      reviews: less(reviews, commonReviews(db)),
    },
    changedNotes: number(
      db,
      `SELECT count(*) FROM there.notes t JOIN main.notes m ON m.uid = t.uid
       WHERE t.deleted_at IS NULL AND m.deleted_at IS NULL AND m.fields <> t.fields`,
    ),
    totals: { courses: totals.courses, notes: totals.notes, cards: totals.cards, reviews },
    lastReview: { here: here.last, there: there.last },
    settings: differingSettings(db),
    missingMedia: missingMedia(db, profile),
  };
};
