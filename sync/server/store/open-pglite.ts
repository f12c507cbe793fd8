import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/**
 * PostgreSQL in this process. Its only session is ours, so the role the server acts as is set once here; PGlite's user is
 * a superuser, whom row-level security does not bind.
 * @param folder null: in memory
 * @param backup what a new folder begins with
 */
export async function openPglite(
  folder: string | null,
  backup?: Blob,
): Promise<Database & { actAs(role: string): Promise<void>; backup(): Promise<Blob> }> {
  const pglite = new PGlite({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(backup === undefined ? {} : { loadDataDir: backup }),
  });
  await pglite.waitReady;
  return {
    kind: 'pglite',
    kysely: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }),
    runScript: async (sql) => void (await pglite.exec(sql)),
    actAs: async (role) => void (await pglite.query(`set role "${role.replaceAll('"', '""')}"`)),
    backup: () => pglite.dumpDataDir('gzip'),
    close: async () => {
      if (!pglite.closed) await pglite.close();
    },
  };
}
