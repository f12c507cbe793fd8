import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uidToHex } from '#core/store/uid.ts';
import { latency, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

const answers = 2000;

/** What the disk allows: one small row in a file of its own, committed with synchronous=FULL. */
const barestCommit = (folder: string, rounds: number): number[] => {
  const db = new Database(join(folder, 'barest.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE answers (id INTEGER PRIMARY KEY, at INTEGER)');
  const insert = db.prepare('INSERT INTO answers (at) VALUES (?)');
  const samples = Array.from({ length: rounds }, (_, at) => {
    const start = performance.now();
    insert.run(at);
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
    rows.push({
      what: 'one row, synchronous=FULL (the disk)',
      ...latency(barestCommit(folder, samples.length)),
      bar: 'peer',
    });
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
