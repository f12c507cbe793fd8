import type { Transaction } from 'kysely';
import type { Identity } from '../accounts/token-keys.ts';
import { asAccount } from './as-account.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** The device of a token may do nothing any more: it was revoked, or the account is gone. */
export class NotThisDevice extends Error {
  readonly reason: 'revoked' | 'gone';

  constructor(reason: 'revoked' | 'gone') {
    super(reason);
    this.reason = reason;
  }
}

/**
 * A transaction for a device that may still act. A token is good for minutes after its device was revoked, so each request
 * looks. @throws NotThisDevice
 */
export function asDevice<T>(
  database: Database,
  { account, dev }: Identity,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return asAccount(database, account, async (tx) => {
    const device = await tx
      .selectFrom('sync.devices')
      .select('revoked_at')
      .where('account_id', '=', account)
      .where('id', '=', dev)
      .executeTakeFirst();
    if (device === undefined) throw new NotThisDevice('gone');
    if (device.revoked_at !== null) throw new NotThisDevice('revoked');
    return work(tx);
  });
}
