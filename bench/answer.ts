import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uidToHex } from '#core/store/uid.ts';
import { latency, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

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
  const session = { caller: 'test' as const };
  const rows: BenchRow[] = [];
  try {
    await service.server.call(
      'settings.change',
      { values: { 'study.newPerDay': 9999, 'study.reviewsPerDay': 9999 } },
      session,
    );
    const started = await service.server.call('study.start', { scope: {} }, session);
    const samples: number[] = [];
    const logBefore = statSync(`${service.store.profile.store}-wal`).size;
    let step = started.step;
    for (let index = 0; index < (options.rounds || answers) && step.kind === 'card'; index += 1) {
      const request = uidToHex(service.store.ids.uid());
      const input = {
        request,
        session: started.session.uid,
        card: step.rendered.card,
        rating: 1 + (index % 4),
        durationMs: 4000,
      };
      const start = performance.now();
      step = (await service.server.call('study.answer', input, session)).step;
      samples.push(performance.now() - start);
    }
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
