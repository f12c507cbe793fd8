import type { Migration } from './migration.ts';

/**
 * Who may do what. `americano_sync` is what the serving process acts as: it sees rows of the account its transaction names and
 * no other, and cannot change the schema. Row-level security is forced, so that not even the owner of the tables is
 * above it.
 */
export const roles: Migration = {
  name: '0003-roles',
  sql: /* sql */ `
do $$ begin
  if not exists (select from pg_roles where rolname = 'americano_sync') then
    create role americano_sync nologin nosuperuser nobypassrls;
  end if;
end $$;

revoke all on schema sync from public;
revoke execute on all functions in schema sync from public;
grant usage on schema sync to americano_sync;
-- A server that starts looks whether its schema is there.
grant select on public.americano_migrations to americano_sync;
grant execute on all functions in schema sync to americano_sync;
grant select, insert, update on sync.accounts to americano_sync;
grant select, insert, update on sync.devices to americano_sync;
grant select, insert, delete on sync.segments to americano_sync;
grant select, insert on sync.segment_ends to americano_sync;
grant select, insert, update on sync.epochs to americano_sync;

alter table sync.accounts enable row level security, force row level security;
create policy one_account on sync.accounts
  using (id = sync.current_account()) with check (id = sync.current_account());

do $$ declare name text; begin
  foreach name in array array['devices', 'segments', 'segment_ends', 'epochs'] loop
    execute format('alter table sync.%I enable row level security, force row level security', name);
    execute format('create policy one_account on sync.%I using (account_id = sync.current_account())
      with check (account_id = sync.current_account())', name);
  end loop;
end $$;
`,
};
