import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chained, insertAccount, insertDevice, named } from '../testing/ids.ts';
import {
  databaseKinds,
  OPEN_TIMEOUT_MS,
  openTestDatabase,
  type TestDatabase,
} from '../testing/open-test-database.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

const WRITERS = 32;
const account = named('account');
const epoch = named('epoch');
const devices = Array.from({ length: WRITERS }, (_, i) => named(`device ${i}`));

/** The classic loss of those who poll a `bigserial`: numbers are given before commit, and become visible in another order. */
describe.skipIf(!databaseKinds.includes('postgresql'))('a reader that polls while 32 write', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase('postgresql');
    await opened.asAdmin(`create table public.naive (id bigserial primary key, writer integer not null);
      grant all on public.naive, public.naive_id_seq to americano_sync;
      ${[insertAccount(account), ...devices.map((dev) => insertDevice(account, dev))].join(';\n')};
      update sync.accounts set epoch = '${epoch}' where id = '${account}'`);
  }, OPEN_TIMEOUT_MS);
  afterAll(() => opened.close());

  it('loses rows with a naive cursor', async () => {
    const { kysely } = opened.database;
    const seen = new Set<number>();
    let cursor = 0;
    const poll = async (): Promise<void> => {
      const { rows } = await sql<{
        id: number;
      }>`select id from public.naive where id > ${cursor} order by id`.execute(kysely);
      for (const { id } of rows) seen.add(id);
      cursor = rows.at(-1)?.id ?? cursor;
    };
    const open = await Promise.all(devices.map(() => kysely.startTransaction().execute()));
    for (const [writer, tx] of open.entries())
      await sql`insert into public.naive (writer) values (${writer})`.execute(tx);
    // Who came last is done first.
    for (const tx of open.toReversed()) {
      await tx.commit().execute();
      await poll();
    }
    expect(seen.size).toBe(1);
  });

  it('loses none with ours', async () => {
    const { database } = opened;
    const pushes = 3;
    const write = async (dev: string, writer: number): Promise<void> => {
      for (let from = 1; from <= pushes; from += 1) {
        const prev = from === 1 ? '' : chained(from - 1);
        const segment = {
          epoch,
          dev,
          from,
          n: 1,
          prev,
          next: chained(from),
          codec: 1,
          body: Uint8Array.of(writer),
        };
        await database.kysely.transaction().execute(async (tx) => {
          expect((await push({ ...database, kysely: tx }, account, segment, 1)).st).toBe('ok');
          await sql`select pg_sleep(${((writer * 7) % 5) / 1000})`.execute(tx);
        });
      }
    };
    const writers = { left: WRITERS };
    const writing = Promise.all(devices.map((dev, i) => write(dev, i).finally(() => (writers.left -= 1))));
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      const page = await pull(database, account, devices[0] ?? '', {
        epoch,
        after: seen.at(-1) ?? 0,
        max: 50,
      });
      if (page.st !== 'ok') throw new Error(page.st);
      expect(page.head).toBeGreaterThanOrEqual(page.segs.at(-1)?.seq ?? 0);
      seen.push(...page.segs.map(({ seq }) => seq));
    };
    while (writers.left > 0) await read();
    await writing;
    for (let before = -1; before !== seen.length; await read()) before = seen.length;
    expect(seen).toEqual(Array.from({ length: WRITERS * pushes }, (_, i) => i + 1));
  });
});
