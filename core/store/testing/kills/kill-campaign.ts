import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { seededRandom, type SeededRandom } from '../../../exchange/anki/testing/seeded-random.ts';
import { verifyBackup } from '../../backups/check-copy.ts';
import { readBackupName } from '../../backups/backup-files.ts';
import { settleList } from '../../backups/settle-list.ts';
import { migrate, readSchemaVersion } from '../../migrate.ts';
import { migrations, schemaVersion, tables } from '../../migrations/index.ts';
import { openChecker, openStore } from '../../open-store.ts';
import { applyWriterPragmas } from '../../pragmas.ts';
import { createProfile, profileAt } from '../../profile.ts';
import { rebuild } from '../../rebuild.ts';
import type { Store } from '../../store.ts';
import { derivedUid, uidSource } from '../../uid.ts';
import { verifyStore } from '../../verify.ts';
import { addCourse } from '../add-course.ts';
import { appendReview } from '../add-log-rows.ts';
import { testDerivations } from '../open-test-store.ts';
import { testClock, testStart } from '../test-clock.ts';
import type { Care } from './kill-child.ts';
import { killWhen, type Told } from './kill-when.ts';

const cares: readonly Care[] = ['backup', 'migration', 'rebuild'];
/** The last version whose file a campaign begins with: with a library, and with most of the migrations before it. */
const oldVersion = 3;
const hourMs = 3_600_000;

export type KillGround = {
  folder: string;
  /** Closed profiles: one of this version, one of an old one. */
  current: string;
  old: string;
  /** What a migration that nobody disturbs makes of the old one. */
  migrated: Record<string, unknown[]>;
  /** How long one round of each takes here, and how often the time is asked for in it. */
  took: Record<Care, { ms: number; calls: number }>;
};

const openAt = (folder: string, now: number) => {
  const clock = testClock(now);
  return openStore({ folder, clock, ids: uidSource(clock), derivations: testDerivations, undoers: {} });
};

const fillCurrent = async (folder: string, cards: number): Promise<void> => {
  const { store, close } = await openAt(folder, testStart);
  const added = await addCourse(store, 'Anatomy', cards);
  await store.write(
    'test.fill',
    (tx) => {
      for (const card of added.cards)
        for (let n = 0; n < 4; n += 1)
          appendReview(tx, { card, at: testStart - n * 86_400_000, uid: store.ids.uid() });
    },
    { noUndo: true },
  );
  await rebuild(store, () => {});
  await close();
};

const fillOld = (folder: string, cards: number): void => {
  const clock = testClock();
  const db = new Database(createProfile(folder).store);
  applyWriterPragmas(db);
  migrate(db, clock, uidSource(clock), migrations.slice(0, oldVersion));
  const insert = (table: string, row: Record<string, unknown>): void => {
    const names = Object.keys(row);
    db.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    ).run(row);
  };
  const uid = (name: string): Uint8Array => derivedUid('kills', name);
  const made = { created_at: 1, updated_at: 1 };
  db.transaction(() => {
    insert('courses', { id: 1, uid: uid('course'), title: 'Anatomy', position: 1, ...made });
    insert('lectures', { id: 1, uid: uid('lecture'), course_id: 1, title: 'Hand', position: 1, ...made });
    insert('note_types', { id: 1, uid: uid('type'), name: 'Basic', kind: 'standard', css: '', ...made });
    for (let n = 1; n <= cards; n += 1) {
      const fields = JSON.stringify([`question ${n}`, 'x'.repeat(300)]);
      insert('notes', { id: n, uid: uid(`note ${n}`), note_type_id: 1, fields, ...made });
      const card = { note_id: n, ordinal: 0, lecture_id: 1, position: n };
      insert('cards', { id: n, uid: uid(`card ${n}`), ...card, ...made });
      const review = {
        rating: 3,
        phase: 1,
        interval_seconds: -600,
        last_interval_seconds: 0,
        duration_ms: 4000,
      };
      const at = { at: testStart - n * 1000, utc_offset_min: 60, study_day: 20_514 };
      insert('reviews', { card_id: n, uid: uid(`review ${n}`), ...at, ...review });
    }
  })();
  db.close();
};

/** Of one moment or one machine, and otherwise each time. */
const passing = new Set(['migrations', 'store_meta', 'backups', 'jobs', 'undo_log']);

const contentOf = (store: Store): Record<string, unknown[]> =>
  Object.fromEntries(
    [...tables.keys()]
      .filter((name) => !passing.has(name) && name !== 'note_search')
      .map((name) => [name, store.connection.prepare(`SELECT * FROM ${name}`).all()]),
  );

/** Makes the profiles of a campaign, and learns from one undisturbed round of each what "all of it" is. */
export const prepareKills = async (folder: string, cards: number): Promise<KillGround> => {
  const current = join(folder, 'current');
  const old = join(folder, 'old');
  await fillCurrent(current, cards);
  fillOld(old, cards);
  const took = {} as KillGround['took'];
  for (const care of cares) {
    const copy = join(folder, `timed-${care}`);
    cpSync(care === 'migration' ? old : current, copy, { recursive: true });
    const task = { folder: copy, care, now: testStart + hourMs };
    const { tookMs, lines } = await killWhen(task, 'ends', 0);
    const calls = lines.flatMap((line) => ('ends' in line ? [line.calls] : []))[0] ?? 0;
    took[care] = { ms: tookMs, calls };
  }
  const whole = join(folder, 'whole');
  cpSync(old, whole, { recursive: true });
  const { store, close } = await openAt(whole, testStart + hourMs);
  const migrated = contentOf(store);
  await close();
  return { folder, current, old, migrated, took };
};

/** What is wrong with the answers that were given while it lived. */
const answerProblems = (store: Store, { lines }: Told, before: number): string[] => {
  const given = new Set(lines.flatMap((line) => ('given' in line ? [line.given] : [])));
  const underWay = new Set(lines.flatMap((line) => ('giving' in line ? [line.giving] : [])));
  const found = store.connection.prepare('SELECT lower(hex(uid)) FROM reviews').pluck().all() as string[];
  const known = new Set(found);
  return [
    ...[...given].filter((uid) => !known.has(uid)).map((uid) => `answer ${uid} is lost`),
    ...(found.length === known.size ? [] : ['an answer is there twice']),
    ...(found.filter((uid) => !underWay.has(uid)).length === before ? [] : ['other answers than before']),
  ];
};

/** Whatever lies among the backups is a whole one, of a version of its own; the list names each and no other. */
const backupProblems = async (store: Store): Promise<string[]> => {
  const { backups, staging } = store.profile;
  const problems = readdirSync(staging).map((name) => `${name} was left`);
  const never = new AbortController().signal;
  const whole: string[] = [];
  for (const name of readdirSync(backups)) {
    if (readBackupName(name) === undefined) problems.push(`${name} was left`);
    else {
      whole.push(name);
      await verifyBackup(join(backups, name), staging, () => {}, never).catch((error: unknown) =>
        problems.push(`${name}: ${String(error)}`),
      );
    }
  }
  const listed = store.connection.prepare('SELECT file FROM backups').pluck().all() as string[];
  return isDeepStrictEqual(listed.sort(), whole.sort())
    ? problems
    : [...problems, `listed: ${listed.join(', ')}; there: ${whole.join(', ')}`];
};

const derivedRows = (store: Store): unknown[][] => [
  store.connection.prepare('SELECT * FROM card_states ORDER BY card_id').all(),
  store.connection
    .prepare(`SELECT rowid FROM note_search WHERE note_search MATCH 'question' ORDER BY rowid`)
    .all(),
];

const derivedProblems = async (store: Store): Promise<string[]> => {
  await store.settle();
  const kept = derivedRows(store);
  await rebuild(store, () => {});
  return isDeepStrictEqual(derivedRows(store), kept) ? [] : ['derived rows are not as a rebuild makes them'];
};

const defectsOf = (folder: string): string[] => {
  const { connection, close } = openChecker(profileAt(folder));
  try {
    return verifyStore(connection, profileAt(folder)).defects;
  } finally {
    close();
  }
};

const versionAt = (folder: string): number => {
  const db = new Database(profileAt(folder).store, { readonly: true });
  try {
    return readSchemaVersion(db);
  } finally {
    db.close();
  }
};

export type KillResult = {
  care: Care;
  problems: string[];
  answers: number;
  version: number;
  hasEnded: boolean;
};

const killOne = async (
  ground: KillGround,
  folder: string,
  care: Care,
  random: SeededRandom,
): Promise<Told> => {
  const { ms, calls } = ground.took[care];
  const task = { folder, care, now: testStart + hourMs };
  // Half of the migrations end at a call, the others at a moment: also while the backup before them is made.
  if (care === 'migration' && random.unit() < 0.5)
    return killWhen({ ...task, diesAt: random.whole(1, calls) }, 'ends', 0);
  return killWhen(task, 'begins', random.unit() * 1.1 * ms);
};

/** One kill, and everything that must be true when the profile is opened again. */
const killRound = async (ground: KillGround, seed: number): Promise<KillResult> => {
  const care = cares[seed % cares.length] ?? 'backup';
  const folder = join(ground.folder, `round-${seed}`);
  cpSync(care === 'migration' ? ground.old : ground.current, folder, { recursive: true });
  const before = new Database(profileAt(folder).store, { readonly: true });
  const reviews = Number(before.prepare('SELECT count(*) FROM reviews').pluck().get());
  before.close();
  const told = await killOne(ground, folder, care, seededRandom(seed));
  const version = versionAt(folder);

  const { store, close } = await openAt(folder, testStart + 2 * hourMs);
  await settleList(store);
  const problems = [...answerProblems(store, told, reviews), ...(await backupProblems(store))];
  const hasAnswered = told.lines.some((line) => 'giving' in line);
  if (care === 'migration') {
    if (readSchemaVersion(store.connection) !== schemaVersion) problems.push('not migrated');
    if (!hasAnswered && !isDeepStrictEqual(contentOf(store), ground.migrated))
      problems.push('other rows than an undisturbed migration makes');
    const first = readdirSync(store.profile.backups).some((name) =>
      name.startsWith(`before-v${oldVersion}-`),
    );
    if (!first) problems.push('no backup from before the migration');
  }
  // What is derived was never computed in the old one, and a migration leaves that as it is.
  if (care !== 'migration') problems.push(...(await derivedProblems(store)));
  await close();
  problems.push(...defectsOf(folder));
  rmSync(folder, { recursive: true });
  const answers = told.lines.filter((line) => 'given' in line).length;
  return { care, problems, answers, version, hasEnded: told.lines.some((line) => 'ends' in line) };
};

/** Rounds with the seeds from 1 on, two at a time: one waits for its child while the other checks. */
export const killCampaign = async (
  ground: KillGround,
  rounds: number,
  onRound: (done: number) => void = () => {},
): Promise<KillResult[]> => {
  const results: KillResult[] = [];
  let next = 1;
  const lane = async (): Promise<void> => {
    while (next <= rounds) {
      const seed = next;
      next += 1;
      const result = await killRound(ground, seed);
      results.push({
        ...result,
        problems: result.problems.map((problem) => `round ${seed}, ${result.care}: ${problem}`),
      });
      onRound(results.length);
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
};
