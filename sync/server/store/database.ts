import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A database that speaks PostgreSQL: a server, or PGlite in this process. */
export interface Database {
  readonly kind: 'postgresql' | 'pglite';
  readonly kysely: Kysely<Tables>;
  /** Several statements without arguments, in one go. */
  runScript(sql: string): Promise<void>;
  close(): Promise<void>;
}
