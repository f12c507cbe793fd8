import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { rounded, timed, type Bench } from './bench.ts';
import { makeProfile, temporaryFolder } from './profile.ts';

/** Generates a store by importing a generated package, as an owner would get one. `--out` keeps it. */
export const storeBench: Bench = async (options) => {
  const temporary = options.out === undefined ? temporaryFolder() : undefined;
  const folder = options.out ?? temporary?.folder ?? '';
  mkdirSync(folder, { recursive: true });
  const ms = await timed(() => makeProfile(folder, options));
  const { connection, close } = openReader(profileAt(folder));
  const count = (table: string): number =>
    (connection.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  const row = {
    notes: count('notes'),
    cards: count('cards'),
    reviews: count('reviews'),
    scheduleChanges: count('schedule_changes'),
    megabytes: rounded(statSync(join(folder, 'americano.sqlite')).size / 1e6, 1),
    bar: '≤ 450 MB',
    seconds: rounded(ms / 1000, 1),
  };
  close();
  temporary?.remove();
  return [row];
};
