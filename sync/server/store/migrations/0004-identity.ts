import type { Migration } from './migration.ts';

/** Who a device is: invitations, proofs that were used, refresh tokens, and files in sealed parts. */
export const identity: Migration = {
  name: '0004-identity',
  sql: /* sql */ `
-- Codes by their SHA-256. Only the owner of the schema sees them: the serving role has a function that spends one.
create table sync.invitations (
  digest bytea primary key check (octet_length(digest) = 32),
  uses_left integer not null check (uses_left >= 0),
  expires_at bigint not null,
  segment_quota bigint not null check (segment_quota >= 0),
  blob_quota bigint not null check (blob_quota >= 0)
);

-- A nonce proves a device once; kept until it would have expired anyway.
create table sync.used_nonces (
  account_id uuid not null references sync.accounts (id) on delete cascade,
  digest bytea not null check (octet_length(digest) = 32),
  expires_at bigint not null,
  primary key (account_id, digest)
);

-- One row for each log-in of a device; the token in force by its SHA-256.
create table sync.refresh_families (
  account_id uuid not null,
  id uuid not null,
  dev uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  expires_at bigint not null,
  revoked_at bigint,
  primary key (account_id, id),
  foreign key (account_id, dev) references sync.devices (account_id, id) on delete cascade
);
create index fk_refresh_families_devices on sync.refresh_families (account_id, dev);

create table sync.blobs (
  account_id uuid not null,
  sha bytea not null check (octet_length(sha) = 32),
  body bytea not null,
  added_at bigint not null,
  primary key (account_id, sha),
  foreign key (account_id) references sync.accounts (id) on delete cascade
) partition by hash (account_id);
alter table sync.blobs alter column body set storage external;

do $$ begin
  for part in 0..15 loop
    execute format('create table sync.blobs_%s partition of sync.blobs
      for values with (modulus 16, remainder %s)', lpad(part::text, 2, '0'), part);
  end loop;
end $$;

do $$ declare name text; begin
  foreach name in array array['used_nonces', 'refresh_families', 'blobs'] loop
    execute format('alter table sync.%I enable row level security, force row level security', name);
    execute format('create policy one_account on sync.%I using (account_id = sync.current_account())
      with check (account_id = sync.current_account())', name);
  end loop;
end $$;
grant select, insert, delete on sync.used_nonces to americano_sync;
grant select, insert, update on sync.refresh_families to americano_sync;
grant select, insert, delete on sync.blobs to americano_sync;

-- 'ok' | 'exists' | 'invitation'. It runs as the owner of the schema, for it alone may spend an invitation. Asked again by
-- the same device, it says ok: the first answer may have been lost.
create function sync.create_account(
  p_account uuid, p_invitation bytea, p_is_open boolean, p_segment_quota bigint, p_blob_quota bigint,
  p_dev uuid, p_sign_key bytea, p_box_key bytea, p_name bytea, p_now bigint
) returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_segments bigint := p_segment_quota;
  v_blobs bigint := p_blob_quota;
begin
  perform set_config('americano.account', p_account::text, true);
  if exists (select from sync.accounts where id = p_account) then
    if exists (select from sync.devices
      where account_id = p_account and id = p_dev and sign_key = p_sign_key) then return 'ok'; end if;
    return 'exists';
  end if;
  if not p_is_open then
    update sync.invitations set uses_left = uses_left - 1
      where digest = p_invitation and uses_left > 0 and expires_at > p_now
      returning segment_quota, blob_quota into v_segments, v_blobs;
    if not found then return 'invitation'; end if;
  end if;
  insert into sync.accounts (id, segment_quota, blob_quota, created_at)
    values (p_account, v_segments, v_blobs, p_now);
  insert into sync.devices (account_id, id, sign_key, box_key, name, added_at)
    values (p_account, p_dev, p_sign_key, p_box_key, p_name, p_now);
  return 'ok';
end $$;
revoke execute on all functions in schema sync from public;
grant execute on function sync.create_account to americano_sync;
`,
};
