import type { Database } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { openPglite } from '../store/open-pglite.ts';
import { openPostgres } from '../store/open-postgres.ts';
import { findPostgres, query, startPostgres, type PrivatePostgres } from './private-postgres.ts';

/** A database as a server would use it: migrated, and used as the role that serves. */
export interface TestDatabase {
  readonly database: Database;
  readonly postgres: PrivatePostgres | null;
  /** Statements above row-level security. */
  asAdmin(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** For hooks that open one, on a machine that does much else. */
export const OPEN_TIMEOUT_MS = 180_000;

/** The kinds that can be tried here. */
export const databaseKinds: readonly Database['kind'][] =
  findPostgres() === undefined ? ['pglite'] : ['pglite', 'postgresql'];

export async function openTestDatabase(
  kind: Database['kind'],
  options?: { fsync?: boolean },
): Promise<TestDatabase> {
  return kind === 'pglite' ? openTestPglite() : openTestPostgres(options);
}

/** The first one of a process initialises a cluster, which takes seconds; the others begin with a copy of it. */
let migrated: Promise<Blob> | undefined;

async function migratedPglite(): Promise<Blob> {
  const database = await openPglite(null);
  await migrate(database, 1);
  const copy = await database.backup();
  await database.close();
  return copy;
}

async function openTestPglite(): Promise<TestDatabase> {
  migrated ??= migratedPglite();
  const database = await openPglite(null, await migrated);
  await database.actAs('americano_sync');
  return {
    database,
    postgres: null,
    asAdmin: (sql) => database.runScript(`reset role; ${sql}; set role americano_sync`),
    close: database.close,
  };
}

async function openTestPostgres(options?: { fsync?: boolean }): Promise<TestDatabase> {
  const postgres = await startPostgres(options);
  const ownerUrl = await postgres.createDatabase('americano');
  const owner = openPostgres({ url: ownerUrl, connections: 2, onError: () => undefined });
  await migrate(owner, 1);
  await owner.close();
  await query(postgres.adminUrl('americano'), 'create role server login in role americano_sync');
  const url = ownerUrl.replace('//owner@', '//server@');
  const database = openPostgres({ url, connections: 40, onError: () => undefined });
  return {
    database,
    postgres,
    asAdmin: async (sql) => void (await query(postgres.adminUrl('americano'), sql)),
    close: async () => {
      await database.close();
      await postgres.stop();
    },
  };
}
