import { asDevice } from '../store/as-device.ts';
import type { Database } from '../store/database.ts';
import { nameOfUuid } from '../store/values.ts';
import type { NewDevice } from './create-account.ts';
import type { Identity } from './token-keys.ts';

export interface ListedDevice extends NewDevice {
  readonly addedMs: number;
  readonly revokedMs: number | null;
}

/** More than anybody has; copies of a profile take a new name each. */
const DEVICES_AT_MOST = 200;

export async function listDevices(database: Database, identity: Identity): Promise<ListedDevice[]> {
  const rows = await asDevice(database, identity, (tx) =>
    tx.selectFrom('sync.devices').selectAll().orderBy('added_at').orderBy('id').execute(),
  );
  return rows.map((row) => ({
    dev: nameOfUuid(row.id),
    signKey: row.sign_key,
    boxKey: row.box_key,
    name: row.name,
    addedMs: row.added_at,
    revokedMs: row.revoked_at,
  }));
}

/** A device that another one vouches for, or the new name of a copy. Said twice it is one. */
export async function addDevice(
  database: Database,
  identity: Identity,
  { dev, signKey, boxKey, name }: NewDevice,
  nowMs: number,
): Promise<'ok' | 'exists' | 'quota'> {
  return asDevice(database, identity, async (tx) => {
    const { account } = identity;
    await tx.selectFrom('sync.accounts').select('id').where('id', '=', account).forUpdate().execute();
    const known = await tx.selectFrom('sync.devices').select(['id', 'sign_key']).execute();
    const same = known.find(({ id }) => nameOfUuid(id) === dev);
    if (same !== undefined) return Buffer.compare(same.sign_key, signKey) === 0 ? 'ok' : 'exists';
    if (known.length >= DEVICES_AT_MOST) return 'quota';
    const row = { account_id: account, id: dev, sign_key: signKey, box_key: boxKey, name, added_at: nowMs };
    await tx
      .insertInto('sync.devices')
      .values({ ...row, acked: 0, chain: new Uint8Array(0), revoked_at: null })
      .execute();
    return 'ok';
  });
}

/** False: there is no such device in this account. */
export async function renameDevice(
  database: Database,
  identity: Identity,
  dev: string,
  name: Uint8Array,
): Promise<boolean> {
  const { numUpdatedRows } = await asDevice(database, identity, (tx) =>
    tx.updateTable('sync.devices').set({ name }).where('id', '=', dev).executeTakeFirst(),
  );
  return numUpdatedRows === 1n;
}

/** From now on it gets and sends nothing. What it has, it keeps. */
export async function revokeDevice(
  database: Database,
  identity: Identity,
  dev: string,
  nowMs: number,
): Promise<boolean> {
  return asDevice(database, identity, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('sync.devices')
      .set((expression) => ({ revoked_at: expression.fn.coalesce('revoked_at', expression.val(nowMs)) }))
      .where('id', '=', dev)
      .executeTakeFirst();
    await tx
      .updateTable('sync.refresh_families')
      .set({ revoked_at: nowMs })
      .where('dev', '=', dev)
      .where('revoked_at', 'is', null)
      .execute();
    return numUpdatedRows === 1n;
  });
}
