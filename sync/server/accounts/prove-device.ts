import { createHash } from 'node:crypto';
import { asAccount } from '../store/as-account.ts';
import type { Database } from '../store/database.ts';
import { isProof } from './is-proof.ts';
import type { Identity } from './token-keys.ts';

/**
 * Whether a device of the account proved itself. A nonce proves once: a copy of the request proves nothing. No account, no
 * device, revoked, wrong signature: the answer is the same.
 */
export async function proveDevice(
  database: Database,
  { account, dev }: Identity,
  nonce: string,
  expiresMs: number,
  proof: Uint8Array,
  nowMs: number,
): Promise<boolean> {
  return asAccount(database, account, async (tx) => {
    const device = await tx
      .selectFrom('sync.devices')
      .select(['sign_key', 'revoked_at'])
      .where('account_id', '=', account)
      .where('id', '=', dev)
      .executeTakeFirst();
    if (device === undefined || device.revoked_at !== null) return false;
    if (!isProof(device.sign_key, account, dev, Buffer.from(nonce), proof)) return false;
    await tx
      .deleteFrom('sync.used_nonces')
      .where('account_id', '=', account)
      .where('expires_at', '<', nowMs)
      .execute();
    const digest = createHash('sha256').update(nonce).digest();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('sync.used_nonces')
      .values({ account_id: account, digest, expires_at: expiresMs })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows) === 1;
  });
}
