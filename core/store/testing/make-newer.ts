import Database from 'better-sqlite3';
import { profileAt } from '../profile.ts';

/** Makes the store of a closed profile one of a later version, which asks for at least these versions of a program. */
export const makeNewer = (
  folder: string,
  { minReader = 1, minWriter }: { minReader?: number; minWriter: number },
): void => {
  const db = new Database(profileAt(folder).store);
  db.prepare('UPDATE store_meta SET min_reader = ?, min_writer = ?').run(minReader, minWriter);
  db.exec('CREATE TABLE of_a_later_version (id INTEGER PRIMARY KEY) STRICT');
  db.pragma('user_version = 9999');
  db.close();
};
