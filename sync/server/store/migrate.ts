import { createHash } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import { allMigrations } from './migrations/all-migrations.ts';
import type { Migration } from './migrations/migration.ts';
import type { Tables } from './tables.ts';

/** A migration that was applied is not the one this version knows by that name. */
export class SchemaDrift extends Error {}

export interface MigrationStatus {
  readonly name: string;
  readonly appliedAt: number | null;
}

/** What was applied and what waits. @throws SchemaDrift */
export async function migrationStatus(
  { kysely }: Database,
  migrations: readonly Migration[] = allMigrations,
): Promise<MigrationStatus[]> {
  const applied = await appliedMigrations(kysely);
  refuseDrift(applied, migrations);
  return migrations.map(({ name }) => ({ name, appliedAt: applied.get(name)?.appliedAt ?? null }));
}

/**
 * Applies what waits, each migration in a transaction of its own, and returns the names. Several instances may start at
 * once: a lock of the transaction lets one pass (no session lock, which PgBouncer would hand to somebody else).
 * @throws SchemaDrift
 */
export async function migrate(
  database: Database,
  nowMs: number,
  migrations: readonly Migration[] = allMigrations,
): Promise<string[]> {
  await database.kysely.transaction().execute(async (tx) => {
    await lock(tx);
    await sql`create table if not exists public.americano_migrations (
      name text primary key, digest text not null, applied_at bigint not null)`.execute(tx);
  });
  const names: string[] = [];
  for (const migration of migrations) {
    const isNew = await database.kysely.transaction().execute(async (tx) => {
      await lock(tx);
      const applied = await appliedMigrations(tx);
      refuseDrift(applied, migrations);
      if (applied.has(migration.name)) return false;
      // One statement without arguments may hold several only over the simple protocol, so they go one by one.
      for (const statement of statementsOf(migration.sql)) await sql.raw(statement).execute(tx);
      await sql`insert into public.americano_migrations (name, digest, applied_at)
        values (${migration.name}, ${digestOf(migration)}, ${nowMs})`.execute(tx);
      return true;
    });
    if (isNew) names.push(migration.name);
  }
  return names;
}

/** Splits at semicolons that end a line, outside of bodies between `$$`. */
export function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let current = '';
  let isInBody = false;
  for (const line of script.split('\n')) {
    current += `${line}\n`;
    if ((line.split('$$').length - 1) % 2 === 1) isInBody = !isInBody;
    if (!isInBody && line.trimEnd().endsWith(';')) {
      statements.push(current.trim());
      current = '';
    }
  }
  if (current.trim() !== '') statements.push(current.trim());
  return statements;
}

/** The number of the lock is any constant that nothing else uses. */
async function lock(tx: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(7077012026)`.execute(tx);
}

type Applied = Map<string, { readonly digest: string; readonly appliedAt: number }>;

async function appliedMigrations(kysely: Kysely<Tables>): Promise<Applied> {
  const { rows: tables } = await sql<{ found: string | null }>`
    select to_regclass('public.americano_migrations')::text as found`.execute(kysely);
  if (typeof tables[0]?.found !== 'string') return new Map();
  const { rows } = await sql<{ name: string; digest: string; applied_at: number }>`
    select name, digest, applied_at from public.americano_migrations order by name`.execute(kysely);
  return new Map(rows.map(({ name, digest, applied_at: appliedAt }) => [name, { digest, appliedAt }]));
}

function refuseDrift(applied: Applied, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, digestOf(migration)]));
  for (const [name, { digest }] of applied) {
    const ours = known.get(name);
    // A newer version migrated: migrations are additive, so this one still serves (roll-back).
    if (ours !== undefined && ours !== digest) throw new SchemaDrift(`${name} is not what was applied`);
  }
}

function digestOf({ sql: text }: Migration): string {
  return createHash('sha256').update(text).digest('hex');
}
