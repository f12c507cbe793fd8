import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Refusal } from './refusal.ts';
import { nameOfUuid } from '../store/values.ts';

export type SnapshotOutcome =
  | { readonly st: 'ok'; readonly epoch: string; readonly floor: number; readonly state: Uint8Array }
  | Refusal<'none' | 'revoked' | 'gone'>;

/** What the epoch of an account began with. */
export async function snapshot({ kysely }: Database, account: string, dev: string): Promise<SnapshotOutcome> {
  const { rows } = await sql<SnapshotRow>`select * from sync.snapshot(${account}, ${dev})`.execute(kysely);
  const [row] = rows;
  if (row === undefined) return { st: 'gone' };
  if (row.st !== 'ok') return { st: row.st };
  return { st: 'ok', epoch: nameOfUuid(row.epoch), floor: row.floor, state: row.state };
}

type SnapshotRow =
  | { readonly st: 'ok'; readonly epoch: string; readonly floor: number; readonly state: Uint8Array }
  | Refusal<'none' | 'revoked' | 'gone'>;
