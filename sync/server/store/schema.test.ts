import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../segments/seal.ts';
import { snapshot } from '../segments/snapshot.ts';
import { insertAccount, insertDevice, named } from '../testing/ids.ts';
import {
  databaseKinds,
  OPEN_TIMEOUT_MS,
  openTestDatabase,
  type TestDatabase,
} from '../testing/open-test-database.ts';
import { schemaDrift } from './describe-schema.ts';
import { migrate, migrationStatus, SchemaDrift, statementsOf } from './migrate.ts';
import { allMigrations } from './migrations/all-migrations.ts';
import { beginNewEpochs } from './new-epochs.ts';
import { openPostgres } from './open-postgres.ts';

describe('statements of a migration', () => {
  it('end at the end of a line, outside of bodies', () => {
    expect(statementsOf('a;\nb\n  c;\ndo $$ begin x; y;\nz;\nend $$;\n-- last\nd;\n')).toEqual([
      'a;',
      'b\n  c;',
      'do $$ begin x; y;\nz;\nend $$;',
      '-- last\nd;',
    ]);
  });
});

describe.skipIf(!databaseKinds.includes('postgresql'))('a schema', () => {
  let opened: TestDatabase;
  let fresh: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase('postgresql');
    fresh = await openTestDatabase('pglite');
  }, OPEN_TIMEOUT_MS);
  afterAll(async () => {
    await opened.close();
    await fresh.close();
  });
  const asOwner = async <T>(work: (database: ReturnType<typeof openPostgres>) => Promise<T>): Promise<T> => {
    const url = (opened.postgres?.adminUrl('americano') ?? '').replace('//admin@', '//owner@');
    const owner = openPostgres({ url, connections: 4, onError: () => undefined });
    try {
      return await work(owner);
    } finally {
      await owner.close();
    }
  };

  it('is the same in PostgreSQL and PGlite', async () => {
    expect(await schemaDrift(opened.database, fresh.database)).toEqual([]);
  });

  it('that somebody changed is found', async () => {
    await opened.asAdmin(
      'drop index sync.fk_refresh_families_devices; grant truncate on sync.segments to americano_sync',
    );
    expect(await schemaDrift(opened.database, fresh.database)).toEqual([
      'missing: index fk_refresh_families_devices',
      'unexpected: grant segments truncate',
    ]);
  });

  it('is migrated once, however many begin, and refuses what it does not know by that name', async () => {
    const applied = await asOwner((owner) => Promise.all([migrate(owner, 2), migrate(owner, 3)]));
    expect(applied).toEqual([[], []]);
    expect((await asOwner((owner) => migrationStatus(owner))).map(({ appliedAt }) => appliedAt)).toEqual(
      allMigrations.map(() => 1),
    );
    const changed = allMigrations.map((migration) => ({ ...migration, sql: `${migration.sql}\n-- changed` }));
    await expect(asOwner((owner) => migrate(owner, 2, changed))).rejects.toThrow(SchemaDrift);
    // A version before this one goes on.
    await asOwner((owner) => migrate(owner, 2, allMigrations.slice(0, 2)));
  });

  it('of a restored backup gives each account a new epoch, under the same snapshot', async () => {
    const [account, empty, dev] = [named('account'), named('empty'), named('dev')];
    await opened.asAdmin(
      [insertAccount(account), insertAccount(empty), insertDevice(account, dev)].join(';\n'),
    );
    const state = Uint8Array.of(1, 2, 3);
    await seal(opened.database, account, dev, { after: null, epoch: named('before'), head: 4, state }, 1);
    expect(await asOwner((owner) => beginNewEpochs(owner, 2))).toBe(1);
    const now = await snapshot(opened.database, account, dev);
    expect(now).toMatchObject({ st: 'ok', floor: 4, state: Buffer.from(state) });
    expect(now).not.toMatchObject({ epoch: named('before') });
  });
});
