import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { latency, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService, sitDown } from './profile.ts';

const answers = 2000;

const pageBytes = 4096;

/** What the disk allows: so many pages of a file of its own rewritten, committed with synchronous=FULL. */
const barestCommit = (folder: string, rounds: number, pages: number): number[] => {
  const db = new Database(join(folder, `barest-${pages}.sqlite`));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // Checkpoints are left out, as they are in an answer.
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE pages (id INTEGER PRIMARY KEY, at INTEGER, filling BLOB)');
  const insert = db.prepare('INSERT INTO pages (at, filling) VALUES (0, zeroblob(?))');
  for (let page = 0; page < pages; page += 1) insert.run(pageBytes - 100);
  const rewrite = db.prepare('UPDATE pages SET at = ?');
  const samples = Array.from({ length: rounds }, (_, at) => {
    const start = performance.now();
    rewrite.run(at + 1);
    return performance.now() - start;
  });
  db.close();
  return samples;
};

/** `study.answer` through the server, durable, with the next card rendered, in a large store. */
export const answerBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const rows: BenchRow[] = [];
  try {
    const answer = await sitDown(service);
    const logBefore = statSync(`${service.store.profile.store}-wal`).size;
    const samples = await answer(options.rounds || answers);
    rows.push({ what: 'study.answer', ...latency(samples), bar: 'p99 < 5 ms' });
    const pagesOfAnswer = Math.round(
      (statSync(`${service.store.profile.store}-wal`).size - logBefore) / (pageBytes + 24) / samples.length,
    );
    for (const pages of [1, pagesOfAnswer]) {
      rows.push({
        what: `${pages} of SQLite's pages, synchronous=FULL (the disk)`,
        ...latency(barestCommit(folder, samples.length, pages)),
        bar: pages === 1 ? 'peer' : 'peer: as many as an answer writes',
      });
    }
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
