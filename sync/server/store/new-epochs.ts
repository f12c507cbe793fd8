import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Gives every account a new epoch over what is there, and returns how many. A restored backup lacks what was written since:
 * in another epoch every device compares what it has with what the server has, and sends what is missing. Run as the owner
 * of the tables, who lifts row-level security for this transaction alone.
 */
export async function beginNewEpochs({ kysely }: Database, nowMs: number): Promise<number> {
  return kysely.transaction().execute(async (tx) => {
    const tables = ['accounts', 'epochs'].map((name) => sql.table(`sync.${name}`));
    for (const table of tables) await sql`alter table ${table} disable row level security`.execute(tx);
    const { rows } = await sql<{ id: string }>`
      with ended as (
        select a.id as account_id, e.id, gen_random_uuid() as next, e.floor, e.state
        from sync.accounts a join sync.epochs e on e.account_id = a.id and e.id = a.epoch
      ), begun as (
        insert into sync.epochs (account_id, id, floor, state, sealed_at)
        select account_id, next, floor, state, ${nowMs} from ended
      ), forgotten as (
        update sync.epochs e set state = null from ended where e.account_id = ended.account_id and e.id = ended.id
      )
      update sync.accounts a set epoch = ended.next from ended where a.id = ended.account_id returning a.id`.execute(
      tx,
    );
    for (const table of tables) await sql`alter table ${table} enable row level security`.execute(tx);
    return rows.length;
  });
}
