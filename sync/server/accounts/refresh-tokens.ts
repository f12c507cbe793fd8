import { createHash, timingSafeEqual } from 'node:crypto';
import { asAccount } from '../store/as-account.ts';
import type { Database } from '../store/database.ts';
import { nameOfUuid } from '../store/values.ts';
import type { Identity } from './token-keys.ts';

/** 60 days without a sign of the device: then it proves itself anew, which asks nobody anything. */
const REFRESH_MS = 60 * 24 * 3_600_000;

/** Random bytes, as an argument: 16 of a family and 32 of a secret. */
export type RandomBytes = (size: number) => Uint8Array;

/** The first token of a new family. */
export async function beginFamily(
  database: Database,
  { account, dev }: Identity,
  random: RandomBytes,
  nowMs: number,
): Promise<string> {
  const family = Buffer.from(random(16)).toString('hex');
  const secret = Buffer.from(random(32)).toString('base64url');
  await asAccount(database, account, (tx) =>
    tx
      .insertInto('sync.refresh_families')
      .values({
        account_id: account,
        id: family,
        dev,
        digest: digestOf(secret),
        expires_at: nowMs + REFRESH_MS,
        revoked_at: null,
      })
      .execute(),
  );
  return `${account}.${family}.${secret}`;
}

/**
 * The next token of a family. One that was used before is in two hands, so the whole family ends; the device that it was
 * taken from proves itself anew. Null says only that: no.
 */
export async function rotate(
  database: Database,
  token: string,
  random: RandomBytes,
  nowMs: number,
): Promise<{ readonly identity: Identity; readonly refresh: string } | null> {
  const [, account, family, secret] = /^([0-9a-f]{32})\.([0-9a-f]{32})\.([\w-]{43})$/.exec(token) ?? [];
  if (account === undefined || family === undefined || secret === undefined) return null;
  return asAccount(database, account, async (tx) => {
    const row = await tx
      .selectFrom('sync.refresh_families as f')
      .innerJoin('sync.devices as d', (join) =>
        join.onRef('d.account_id', '=', 'f.account_id').onRef('d.id', '=', 'f.dev'),
      )
      .select(['f.dev', 'f.digest', 'f.expires_at', 'f.revoked_at', 'd.revoked_at as device_revoked_at'])
      .where('f.account_id', '=', account)
      .where('f.id', '=', family)
      .forUpdate('f')
      .executeTakeFirst();
    if (row === undefined || row.revoked_at !== null || row.device_revoked_at !== null) return null;
    if (row.expires_at <= nowMs) return null;
    const change = tx
      .updateTable('sync.refresh_families')
      .where('account_id', '=', account)
      .where('id', '=', family);
    if (!timingSafeEqual(row.digest, digestOf(secret))) {
      await change.set({ revoked_at: nowMs }).execute();
      return null;
    }
    const next = Buffer.from(random(32)).toString('base64url');
    await change.set({ digest: digestOf(next), expires_at: nowMs + REFRESH_MS }).execute();
    return { identity: { account, dev: nameOfUuid(row.dev) }, refresh: `${account}.${family}.${next}` };
  });
}

function digestOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}
