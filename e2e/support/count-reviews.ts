import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Reviews in the file itself, as committed, without those that were taken back. Asks no service. */
export const countReviews = (profile: string): number => {
  const db = new DatabaseSync(join(profile, 'americano.sqlite'), { readOnly: true });
  try {
    const row = db.prepare('SELECT count(*) AS reviews FROM live_reviews').get();
    return Number(row?.['reviews']);
  } finally {
    db.close();
  }
};
