import { sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** A transaction that sees the rows of one account; the name of the account ends with it. */
export function asAccount<T>(
  { kysely }: Database,
  account: string,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return kysely.transaction().execute(async (tx) => {
    await sql`select set_config('americano.account', ${account}, true)`.execute(tx);
    return work(tx);
  });
}
