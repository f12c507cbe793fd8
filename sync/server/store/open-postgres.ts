import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  /** `postgres://…` */
  readonly url: string;
  readonly connections: number;
  /** Told about connections that broke while nobody used them. */
  readonly onError: (error: Error) => void;
}

/**
 * A pool of connections. Timeouts are set where the connection is made, as options of the start-up message, so that PgBouncer
 * in transaction mode serves them from its own configuration and ours hold without it.
 */
export function openPostgres({ url, connections, onError }: PostgresOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    // The client's bound, should the server not answer at all.
    query_timeout: 15_000,
    application_name: 'americano',
    types: { getTypeParser: parserOf },
  });
  pool.on('error', onError);
  return {
    kind: 'postgresql',
    kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    runScript: async (sql) => void (await pool.query(sql)),
    // Kysely ends the pool only once it has used it.
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number holds exactly`);
  return value;
}

/** Sums and counters of 64 bits are numbers here; everything else is as the driver has it. */
const parserOf: typeof types.getTypeParser = (...[oid, format]: Parameters<typeof types.getTypeParser>) =>
  oid === types.builtins.INT8 ? wholeNumber : (types.getTypeParser(oid, format) as (text: string) => unknown);
