import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../exchange/anki/testing/seeded-random.ts';
import { migrate } from '../migrate.ts';
import { applyWriterPragmas } from '../pragmas.ts';
import { createProfile, type Profile } from '../profile.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { testClock } from '../testing/test-clock.ts';
import { uidSource } from '../uid.ts';
import { logBelongs } from './log-belongs.ts';

/** The two files of a store as they are at this moment, as a kill would leave them. */
const asKilled = (profile: Profile): { file: string; log: string } => {
  const folder = temporaryFolder();
  const found = { file: join(folder, 'file'), log: join(folder, 'log') };
  copyFileSync(profile.store, found.file);
  if (existsSync(`${profile.store}-wal`)) copyFileSync(`${profile.store}-wal`, found.log);
  return found;
};

const together = (file: string, log: string): boolean => {
  const profile = createProfile(temporaryFolder());
  copyFileSync(file, profile.store);
  if (existsSync(log)) copyFileSync(log, `${profile.store}-wal`);
  return logBelongs(profile);
};

const connect = (profile: Profile): Database.Database => {
  const db = new Database(profile.store);
  applyWriterPragmas(db);
  // A copy of the files sees what was written, on the disk or not.
  db.pragma('synchronous = OFF');
  return db;
};

const grow = (db: Database.Database, name: string, rows = 200): void => {
  const insert = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?, 1, 2)');
  db.transaction(() => {
    for (let n = 0; n < rows; n += 1) insert.run(`${name} ${n}`, JSON.stringify('x'.repeat(300)));
  })();
};

describe('the log beside a store', () => {
  const home = mkdtempSync(join(tmpdir(), 'americano-belongs-'));
  let made: string;
  beforeAll(() => {
    const profile = createProfile(join(home, 'made'));
    const db = connect(profile);
    migrate(db, testClock(), uidSource(testClock()));
    db.close();
    made = profile.store;
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const madeProfile = (): Profile => {
    const profile = createProfile(temporaryFolder());
    copyFileSync(made, profile.store);
    return profile;
  };

  it('is its own at every moment of any work, whoever writes, and however much of it has been moved into the file', () => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const random = seededRandom(seed);
      const profile = madeProfile();
      let writers: [Database.Database, Database.Database] = [connect(profile), connect(profile)];
      for (let step = 0; step < 20; step += 1) {
        const db = random.pick(writers);
        const kind = random.whole(0, 9);
        if (kind <= 3) grow(db, `${seed} ${step}`, random.whole(1, 80));
        else if (kind === 4) db.exec(`UPDATE settings SET updated_at = ${step} WHERE key LIKE '%7'`);
        else if (kind === 5) db.exec(`DELETE FROM settings WHERE key LIKE '%3'`);
        else if (kind === 6) db.pragma('wal_checkpoint(PASSIVE)');
        else if (kind === 7) db.pragma('wal_checkpoint(RESTART)');
        else if (kind === 8) db.exec('VACUUM');
        else {
          for (const writer of writers) writer.close();
          writers = [connect(profile), connect(profile)];
        }
        const { file, log } = asKilled(profile);
        expect(together(file, log), `seed ${seed}, step ${step}, kind ${kind}`).toBe(true);
      }
      for (const writer of writers) writer.close();
    }
  }, 120_000);

  it('is refused where it is from an earlier or a later time of the same store', () => {
    const profile = madeProfile();
    const times: { file: string; log: string }[] = [];
    for (let time = 0; time < 4; time += 1) {
      const db = connect(profile);
      grow(db, `time ${time}`);
      times.push(asKilled(profile));
      db.close();
    }
    const found = times.map(({ file }) => times.map(({ log }) => together(file, log)));
    // The log of the time before is one that has been moved into the file as a whole: it changes nothing there.
    const expected = times.map((_, row) => times.map((__, column) => column === row || column === row - 1));
    expect(found).toEqual(expected);
  });

  it('is refused where the store has grown since, though one program wrote both', () => {
    const profile = madeProfile();
    const db = connect(profile);
    grow(db, 'before');
    const before = asKilled(profile);
    db.pragma('wal_checkpoint(TRUNCATE)');
    grow(db, 'since');
    db.pragma('wal_checkpoint(TRUNCATE)');
    expect(together(profile.store, before.log)).toBe(false);
    db.close();
  });
});
