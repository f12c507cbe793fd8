import type Database from 'better-sqlite3';
import type { StillErased } from './contract.ts';

/** What an erase takes from a store, in SQL of whoever erases: the store knows no feature. In the order it runs in. */
export type ErasePlan = {
  /** What is known of how the owner studies. */
  readonly behavior: readonly string[];
  /** Their answers, where those were erased as well; after the others. */
  readonly reviews: readonly string[];
};

export const noErasePlan: ErasePlan = { behavior: [], reviews: [] };

/** What the owner erased, as the log of erasures has it. */
export type Erasure = {
  uid: Uint8Array;
  at: number;
  utc_offset_min: number;
  study_day: number;
  kinds: string;
  up_to: number;
};

/** Every erasure of a store, or none where it is another profile's. */
export const erasuresOf = (db: Database.Database, profileUid: Uint8Array): Erasure[] =>
  db
    .prepare(
      `SELECT uid, at, utc_offset_min, study_day, kinds, up_to FROM erasures
       WHERE (SELECT profile_uid FROM store_meta) = ? ORDER BY at`,
    )
    .all(profileUid) as Erasure[];

/**
 * Erases from a prepared store what was erased from ours since that backup was made, so that nobody brings it back by
 * restoring, and gives it our record of that. Null where nothing was erased since.
 */
export const keepErased = (db: Database.Database, ours: readonly Erasure[], plan: ErasePlan): StillErased => {
  const known = db.prepare('SELECT 1 FROM erasures WHERE uid = ?');
  const erasures = ours.filter(({ uid }) => known.get(uid) === undefined);
  const last = erasures.at(-1);
  if (last === undefined) return null;
  const takesReviews = erasures.some(({ kinds }) => (JSON.parse(kinds) as string[]).includes('reviews'));
  const insert = db.prepare(
    `INSERT INTO erasures (uid, at, utc_offset_min, study_day, kinds, up_to)
     VALUES (@uid, @at, @utc_offset_min, @study_day, @kinds, @up_to)`,
  );
  const work = db.transaction(() => {
    let rows = 0;
    db.exec('UPDATE erase_gate SET open = 1');
    for (const sql of [...plan.behavior, ...(takesReviews ? plan.reviews : [])])
      rows += db.prepare(sql).run().changes;
    for (const erasure of erasures) insert.run(erasure);
    db.exec('UPDATE erase_gate SET open = 0');
    return rows;
  });
  return { at: last.at, rows: work.immediate() };
};
