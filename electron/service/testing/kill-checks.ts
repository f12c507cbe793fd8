import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RpcError } from '#core/rpc/errors.ts';
import { readBackupName } from '#core/store/backups/backup-files.ts';
import { openChecker } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { verifyStore } from '#core/store/verify.ts';
import type { Expected } from './kill-round.ts';
import type { Answer } from './seeded-student.ts';
import { importPackage, resultOf, type TestService } from './test-service.ts';

const caller = { caller: 'test' } as const;

const rows = <Row>(service: TestService, sql: string): Row[] =>
  service.store.connection.prepare(sql).all() as Row[];

/** Rows an import makes, by table; answers given here are not among them. */
export const importedRows = (service: TestService): Record<string, number> => {
  const count = (sql: string): number =>
    rows<{ n: number }>(service, `SELECT count(*) AS n FROM ${sql}`)[0]?.n ?? 0;
  const whole = ['courses', 'lectures', 'note_types', 'note_fields', 'card_templates', 'notes', 'cards'];
  const linked = ['tags', 'note_tags', 'blobs', 'media', 'batches', 'card_baselines', 'schedule_changes'];
  return {
    ...Object.fromEntries([...whole, ...linked].map((table) => [table, count(table)])),
    reviews: count('reviews WHERE session_id IS NULL'),
  };
};

const derivedRows = (service: TestService): Record<string, unknown[]> => ({
  card_states: rows(service, 'SELECT * FROM card_states ORDER BY card_id'),
  daily_rollups: rows(service, 'SELECT * FROM daily_rollups ORDER BY study_day'),
  note_search: rows(service, `SELECT rowid FROM note_search WHERE note_search MATCH 'enzyme' ORDER BY rowid`),
});

type Found = { uid: string; times: number; live: number };

const foundAnswers = (service: TestService): Found[] =>
  rows<Found>(
    service,
    `SELECT lower(hex(r.uid)) AS uid, count(*) AS times, coalesce(max(u.undone), 0) = 0 AS live
     FROM reviews r LEFT JOIN log_undos u ON u.target_uid = r.uid WHERE r.session_id IS NOT NULL GROUP BY r.uid`,
  );

/** Each acknowledged answer once, in force or taken back as acknowledged, and none that nobody gave. */
export const answerProblems = (service: TestService, expected: Expected): string[] => {
  const found = new Map(foundAnswers(service).map((answer) => [answer.uid, answer]));
  const problems: string[] = [];
  let otherwise = 0;
  for (const [uid, live] of expected.answers) {
    const answer = found.get(uid);
    if (answer === undefined) problems.push(`answer ${uid} is lost`);
    else if ((answer.live === 1) !== live) otherwise += 1;
  }
  if (otherwise > (expected.stepping ? 1 : 0))
    problems.push(`${otherwise} answers stand other than acknowledged`);
  for (const { uid, times } of found.values()) {
    if (times > 1) problems.push(`answer ${uid} is there ${times} times`);
    if (!expected.answers.has(uid) && uid !== expected.answering?.request)
      problems.push(`nobody gave answer ${uid}`);
  }
  return problems;
};

const cardsThere = `SELECT count(*) AS n FROM cards WHERE deleted_at IS NULL AND uid = unhex(?)`;

/**
 * What a page does that never heard of an answer: it sends it again. "gone": the card went with an import that was
 * taken back; "refused": the card has moved on since it was shown.
 */
export const sendAgain = async (
  service: TestService,
  answer: Answer,
): Promise<'new' | 'known' | 'gone' | 'refused'> => {
  const { n } = service.store.connection.prepare(cardsThere).get(answer.card) as { n: number };
  if (n === 0) return 'gone';
  try {
    const { recorded } = await service.server.call('study.answer', answer, caller);
    return recorded ? 'new' : 'known';
  } catch (error) {
    if (error instanceof RpcError && error.kind === 'conflict') return 'refused';
    throw error;
  }
};

/** Jobs of the killed program: none runs on, and one whose end nobody heard was interrupted or had just ended. */
export const jobProblems = async (service: TestService, expected: Expected): Promise<string[]> => {
  const { jobs } = await service.server.call('jobs.list', {}, caller);
  const running = jobs.filter((job) => job.state === 'running').map((job) => `job ${job.kind} still runs`);
  const left = expected.jobsLeft.flatMap((uid) => {
    const state = jobs.find((job) => job.uid === uid)?.state ?? 'gone';
    return state === 'interrupted' || state === 'done' ? [] : [`the job left is ${state}`];
  });
  return [...running, ...left];
};

/** Derived rows that a rebuild makes otherwise than they were kept, once nothing waits: by table, at most ten of each. */
export const derivedProblems = async (
  service: TestService,
): Promise<{ table: string; kept: unknown; rebuilt: unknown }[]> => {
  await service.store.settle();
  const before = derivedRows(service);
  const { job } = await service.server.call('store.rebuild', {}, caller);
  await resultOf(service, job);
  return Object.entries(derivedRows(service)).flatMap(([table, after]) => {
    const kept = before[table] ?? [];
    const rows = Array.from({ length: Math.max(kept.length, after.length) }, (_, index) => ({
      table,
      kept: kept[index],
      rebuilt: after[index],
    }));
    return rows.filter((row) => !isDeepStrictEqual(row.kept, row.rebuilt)).slice(0, 10);
  });
};

/** Defects of the store of a closed profile. */
export const storeDefects = (folder: string): string[] => {
  const { connection, close } = openChecker(profileAt(folder));
  try {
    return verifyStore(connection, profileAt(folder)).defects;
  } finally {
    close();
  }
};

/** Imports that were staged completely and wait to be merged. */
export const stagingsReady = (folder: string): string[] => {
  const { staging } = profileAt(folder);
  return readdirSync(staging).filter((name) => existsSync(join(staging, name, 'ready')));
};

/** What earlier work has left in the profile that a start should have cleared away. */
export const leftovers = (folder: string): string[] => {
  const { staging, backups } = profileAt(folder);
  const ready = new Set(stagingsReady(folder));
  // On a slow machine the program lives long enough to make a backup by itself: a whole one is none.
  const half = readdirSync(backups).filter((name) => readBackupName(name) === undefined);
  return [...readdirSync(staging).filter((name) => !ready.has(name)), ...half];
};

/** Imports again what a kill kept from being imported: from what was staged, or else from the package. */
export const importAgain = async (service: TestService, packageFile: string): Promise<void> => {
  const [staging] = stagingsReady(service.folder);
  if (staging === undefined) return importPackage(service, packageFile);
  const { job } = await service.server.call('exchange.merge', { staging }, caller);
  await resultOf(service, job);
};
