import { createHash } from 'node:crypto';
import type { Identity } from '../accounts/token-keys.ts';
import { asDevice } from '../store/as-device.ts';
import type { Database } from '../store/database.ts';

/**
 * Keeps a sealed part under the SHA-256 of its bytes. A part that is there already is taken as it is: an upload that broke goes
 * on with the parts that are missing. `damaged`: these are not the bytes of that name.
 */
export async function putBlob(
  database: Database,
  identity: Identity,
  sha: string,
  body: Uint8Array,
  nowMs: number,
): Promise<'ok' | 'quota' | 'damaged'> {
  const digest = createHash('sha256').update(body).digest();
  if (digest.toString('hex') !== sha) return 'damaged';
  return asDevice(database, identity, async (tx) => {
    const { account } = identity;
    const { blob_bytes: used, blob_quota: quota } = await tx
      .selectFrom('sync.accounts')
      .select(['blob_bytes', 'blob_quota'])
      .where('id', '=', account)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const there = await tx
      .selectFrom('sync.blobs')
      .select('sha')
      .where('sha', '=', digest)
      .executeTakeFirst();
    if (there !== undefined) return 'ok';
    if (used + body.length > quota) return 'quota';
    await tx
      .insertInto('sync.blobs')
      .values({ account_id: account, sha: digest, body, added_at: nowMs })
      .execute();
    await tx
      .updateTable('sync.accounts')
      .set({ blob_bytes: used + body.length })
      .where('id', '=', account)
      .execute();
    return 'ok';
  });
}

export async function getBlob(
  database: Database,
  identity: Identity,
  sha: string,
): Promise<Uint8Array | null> {
  const row = await asDevice(database, identity, (tx) =>
    tx.selectFrom('sync.blobs').select('body').where('sha', '=', Buffer.from(sha, 'hex')).executeTakeFirst(),
  );
  return row?.body ?? null;
}

/** Frees the room of a part that no snapshot and no op names any more; only devices know. */
export async function deleteBlob(database: Database, identity: Identity, sha: string): Promise<boolean> {
  return asDevice(database, identity, async (tx) => {
    const { account } = identity;
    const { blob_bytes: used } = await tx
      .selectFrom('sync.accounts')
      .select('blob_bytes')
      .where('id', '=', account)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const gone = await tx
      .deleteFrom('sync.blobs')
      .where('sha', '=', Buffer.from(sha, 'hex'))
      .returning((expression) => expression.fn<number>('octet_length', ['body']).as('size'))
      .executeTakeFirst();
    if (gone === undefined) return false;
    await tx
      .updateTable('sync.accounts')
      .set({ blob_bytes: Math.max(0, used - gone.size) })
      .where('id', '=', account)
      .execute();
    return true;
  });
}
