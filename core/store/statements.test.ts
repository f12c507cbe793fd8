import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Database } from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { stagedName, stagingSchema } from '../exchange/staged/staging-schema.ts';
import { allStatements, statement, StatementCache, type SlowStatement } from './statements.ts';
import { openTestStore } from './testing/open-test-store.ts';

const core = fileURLToPath(new URL('..', import.meta.url));

/** Every module of core that declares a statement, so that the registry is whole. */
const declaring = readdirSync(core, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !/\.(test|long)\.ts$|testing/.test(name))
  .filter((name) => /\bstatement[<(]/.test(readFileSync(`${core}${name}`, 'utf8')));

beforeAll(async () => {
  for (const name of declaring) await import(/* @vite-ignore */ pathToFileURL(`${core}${name}`).href);
});

const registered = () => allStatements().filter((def) => !def.name.startsWith('test.'));

/** A fresh store with an empty staged import beside it. */
const freshFile = async (): Promise<Database> => {
  const { store } = await openTestStore();
  const db = store.connection;
  db.exec(`ATTACH ':memory:' AS ${stagedName}`);
  for (const sql of stagingSchema) {
    db.exec(
      sql.replace(/CREATE (TABLE|INDEX) (\w+)/, (_, what, name) => `CREATE ${what} ${stagedName}.${name}`),
    );
  }
  return db;
};

describe('the statement registry', () => {
  it('knows the statements of every feature', () => {
    const features = new Set(registered().map((def) => def.name.split('.')[0]));
    expect([...features]).toEqual(
      expect.arrayContaining(['store', 'undo', 'jobs', 'settings', 'library', 'study', 'merge', 'preview']),
    );
    expect(registered().length).toBeGreaterThan(100);
  });

  it('refuses two statements of one name', () => {
    statement('test.once', 'SELECT 1');
    expect(() => statement('test.once', 'SELECT 2')).toThrow('two statements are named test.once');
  });

  it('prepares every statement against a fresh store', async () => {
    const db = await freshFile();
    const failures = registered().flatMap((def) => {
      try {
        db.prepare(def.sql);
        return [];
      } catch (error) {
        return [`${def.name}: ${String(error)}`];
      }
    });
    expect(failures).toEqual([]);
  });
});

/** What grows with every year of study; to read one of them whole is too slow for a screen. */
const large = new Set(['reviews', 'card_baselines', 'schedule_changes', 'notes', 'cards']);

/** Statements that read a large table whole all the same, each with its reason. */
const wholeReaders: Readonly<Record<string, string>> = {
  'library.allNotes: notes': 'rebuild asks for every key once',
  'study.allCards: cards': 'rebuild asks for every key once',
  'library.deletedByLecture: cards': 'walks cards_trash, which holds the cards in the trash alone',
  'parameters.beginnings: schedule_changes,card_baselines': 'a read-only worker makes the columns of a fit',
  'parameters.countReviews: reviews': 'a read-only worker makes the columns of a fit',
  'parameters.reviewsInOrder: reviews': 'a read-only worker makes the columns of a fit',
  'parameters.lastFactOfAll: schedule_changes,card_baselines':
    'once for every rescheduling that its owner asks for',
  'store.totals: notes,cards':
    'counts entries of the smallest index, without a look at a row, and of the trash',
  'trash.notes: notes': 'a read-only worker answers trash.list',
  'trash.cards: cards': 'a read-only worker answers trash.list',
  'trash.count.cards: cards': 'a read-only worker answers trash.list',
  'trash.ripeCards: cards': 'walks cards_trash, which holds the cards in the trash alone, every six hours',
  'study.anyCard: cards': 'stops at the first card that is not in the trash',
  'twin.cardKeys: cards': 'the worker of the twin, which keeps what it read',
  'twin.cardsFromSession: reviews': 'the worker of the twin: answers from a session on, by their index',
  'twin.logMarks: reviews,cards': 'the worker of the twin: whether what it keeps is still the log',
  'twin.notes: notes': 'the worker of the twin, which keeps what it read',
  'twin.differFromLog.hourly_rollups: reviews': 'the twin’s own read-only worker asks the whole history',
  'twin.resets: schedule_changes': 'the twin’s own read-only worker reads the whole history',
  'twin.cards: cards': 'the twin’s own read-only worker reads the whole history',
  'twin.evidenceActivity: reviews': 'the twin’s own read-only worker shows the answers behind a count',
  'twin.lectureOfCards: cards': 'the twin’s own read-only worker reads the whole history',
};
/** An import or export reads its file and the store beside it, in a worker of its own. */
const background = /^(merge|preview|exchange|export|recognise)\./;

type Opcode = { opcode: string; p1: number; p2: number; p3: number };

/**
 * The large tables that a query walks from one end, read from the program SQLite makes of it: a cursor opened on a
 * tree of the table and set to its first or last row. Plans name aliases, programs name pages.
 */
const wholeReads = (db: Database, sql: string): string[] => {
  const pages = new Map(
    (
      db.prepare('SELECT rootpage, tbl_name FROM sqlite_schema').all() as {
        rootpage: number;
        tbl_name: string;
      }[]
    ).map((row) => [row.rootpage, row.tbl_name]),
  );
  const cursors = new Map<number, string>();
  const found = new Set<string>();
  const params: Record<string, null> = {};
  for (const [, name = ''] of sql.matchAll(/@(\w+)/g)) params[name] = null;
  for (const { opcode, p1, p2, p3 } of db.prepare(`EXPLAIN ${sql}`).all(params) as Opcode[]) {
    // p3 is the database: 0 the store itself, 1 temporary, 2 and above attached files.
    if (opcode === 'OpenRead') cursors.set(p1, p3 === 0 ? (pages.get(p2) ?? '') : '');
    if (opcode === 'OpenEphemeral' || opcode === 'OpenAutoindex' || opcode === 'OpenPseudo')
      cursors.set(p1, '');
    const table = cursors.get(p1) ?? '';
    if (['Rewind', 'Last', 'Count'].includes(opcode) && large.has(table)) found.add(table);
  }
  return [...found];
};

describe('a query for a screen', () => {
  it('walks no large table whole', async () => {
    const db = await freshFile();
    const readers = registered().filter((def) => db.prepare(def.sql).reader && !background.test(def.name));
    const walking = readers.flatMap((def) => {
      const names = wholeReads(db, def.sql);
      return names.length > 0 ? [`${def.name}: ${names.join()}`] : [];
    });
    expect(walking.sort()).toEqual(Object.keys(wholeReaders).sort());
  });

  it('is seen when it does', async () => {
    const db = await freshFile();
    expect(wholeReads(db, 'SELECT count(*) FROM reviews r')).toEqual(['reviews']);
    expect(wholeReads(db, 'SELECT fields FROM notes WHERE fields LIKE @x')).toEqual(['notes']);
    expect(wholeReads(db, 'SELECT 1 FROM live_reviews WHERE rating = 1')).toEqual(['reviews']);
    expect(wholeReads(db, 'SELECT rating FROM reviews WHERE card_id = @card ORDER BY at DESC')).toEqual([]);
  });
});

describe('the statements of a connection', () => {
  it('leave SQLite no bare parameter to plan anew for', () => {
    const bare = registered().filter((def) => /(?<!\+)@\w/.test(def.sql));
    expect(bare.map((def) => def.name)).toEqual([]);
  });

  it('names a slow one', async () => {
    const { store } = await openTestStore();
    const slow: SlowStatement[] = [];
    const count = statement<{ to: number }, { n: number }>(
      'test.count',
      'WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @to) SELECT max(n) AS n FROM numbers',
    );
    const hasty = new StatementCache(store.connection, (found) => slow.push(found), -1);
    expect(hasty.get(count, { to: 10 })).toEqual({ n: 10 });
    expect(slow.map(({ name }) => name)).toEqual(['test.count']);
    const patient = new StatementCache(
      store.connection,
      (found) => slow.push(found),
      Number.POSITIVE_INFINITY,
    );
    expect(patient.all(count, { to: 10 })).toEqual([{ n: 10 }]);
    expect(slow).toHaveLength(1);
  });
});
