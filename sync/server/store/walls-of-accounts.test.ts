import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pull } from '../segments/pull.ts';
import { push } from '../segments/push.ts';
import { seal } from '../segments/seal.ts';
import { snapshot } from '../segments/snapshot.ts';
import { chained, insertAccount, insertDevice, named } from '../testing/ids.ts';
import {
  databaseKinds,
  OPEN_TIMEOUT_MS,
  openTestDatabase,
  type TestDatabase,
} from '../testing/open-test-database.ts';

const [mine, theirs] = [named('mine'), named('theirs')];
const [dev, other] = [named('dev'), named('other')];
const epoch = named('epoch');
const segment = {
  epoch,
  dev,
  from: 1,
  n: 2,
  prev: '',
  next: chained(2),
  codec: 1,
  body: new Uint8Array(100),
};

describe.each(databaseKinds)('the role that serves in %s', (kind) => {
  let opened: TestDatabase;
  const count = async (account: string | null, table: string): Promise<number> =>
    opened.database.kysely.transaction().execute(async (tx) => {
      if (account !== null) await sql`select set_config('americano.account', ${account}, true)`.execute(tx);
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::integer as n from ${sql.table(table)}`.execute(tx);
      return rows[0]?.n ?? -1;
    });
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await opened.asAdmin(
      [
        insertAccount(mine, 250),
        insertAccount(theirs),
        insertDevice(mine, dev),
        insertDevice(theirs, other),
      ].join(';\n'),
    );
    const begin = { after: null, epoch, head: 0, state: new Uint8Array(10) };
    await seal(opened.database, mine, dev, begin, 1);
    await seal(opened.database, theirs, other, begin, 1);
    await push(opened.database, mine, segment, 1);
  }, OPEN_TIMEOUT_MS);
  afterAll(() => opened.close());

  it('sees rows of the account its transaction names, and none without a name', async () => {
    for (const table of ['sync.accounts', 'sync.devices', 'sync.segments', 'sync.epochs']) {
      expect([table, await count(mine, table)]).toEqual([table, 1]);
      expect([table, await count(null, table)]).toEqual([table, 0]);
    }
    expect(await count(theirs, 'sync.segments')).toBe(0);
  });

  it('keeps no name after a transaction', async () => {
    await pull(opened.database, mine, dev, { epoch, after: 0, max: 1 });
    const { rows } = await sql<{ account: string | null }>`select sync.current_account() as account`.execute(
      opened.database.kysely,
    );
    expect(rows).toEqual([{ account: null }]);
  });

  it('writes no row of another account', async () => {
    const writing = opened.database.kysely.transaction().execute(async (tx) => {
      await sql`select set_config('americano.account', ${mine}, true)`.execute(tx);
      await sql.raw(insertDevice(theirs, named('intruder'))).execute(tx);
    });
    await expect(writing).rejects.toThrow(/row-level security/);
  });

  it.each([
    ['drop table sync.segments'],
    ['alter table sync.accounts disable row level security'],
    ['delete from sync.accounts'],
    ['update sync.segments set received_at = 0'],
    ['delete from sync.epochs'],
    ['create table sync.mine (x integer)'],
    ['insert into public.americano_migrations values ($$x$$, $$y$$, 1)'],
  ])('may not %s', async (statement) => {
    await expect(sql.raw(statement).execute(opened.database.kysely)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('a device of another account is nobody', async () => {
    const { database } = opened;
    expect(await push(database, mine, { ...segment, dev: other }, 1)).toEqual({ st: 'gone' });
    expect(await pull(database, mine, other, { epoch, after: 0, max: 1 })).toEqual({ st: 'gone' });
    expect(await snapshot(database, mine, other)).toEqual({ st: 'gone' });
    expect(
      await seal(database, mine, other, { after: epoch, epoch: named('x'), head: 2, state: segment.body }, 1),
    ).toBe('gone');
    expect(await pull(database, named('no'), dev, { epoch, after: 0, max: 1 })).toEqual({ st: 'gone' });
  });

  it('over its quota an account appends nothing, and duplicates are still known', async () => {
    const next = { ...segment, from: 3, prev: chained(2), next: chained(4), body: new Uint8Array(141) };
    expect(await push(opened.database, mine, next, 1)).toEqual({ st: 'quota', used: 110, quota: 250 });
    expect(await push(opened.database, mine, segment, 1)).toMatchObject({ st: 'dup', acked: 2 });
    expect(await push(opened.database, mine, { ...next, body: new Uint8Array(140) }, 1)).toMatchObject({
      st: 'ok',
    });
  });

  it('a revoked device gets and sends nothing', async () => {
    await opened.asAdmin(`update sync.devices set revoked_at = 5 where id = '${dev}'`);
    const { database } = opened;
    expect(await push(database, mine, { ...segment, from: 5, prev: chained(4) }, 1)).toEqual({
      st: 'revoked',
    });
    expect(await pull(database, mine, dev, { epoch, after: 0, max: 1 })).toEqual({ st: 'revoked' });
    expect(await snapshot(database, mine, dev)).toEqual({ st: 'revoked' });
    const request = { after: epoch, epoch: named('x'), head: 4, state: segment.body };
    expect(await seal(database, mine, dev, request, 1)).toBe('revoked');
  });
});
