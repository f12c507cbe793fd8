import type { Migration } from './migration.ts';

/** Accounts, their devices and what they sent. Nothing here can be read by the server: bodies, names and states are sealed. */
export const accountsAndSegments: Migration = {
  name: '0001-accounts-and-segments',
  sql: /* sql */ `
create schema sync;

-- Of whom the statements of a transaction speak. Set with SET LOCAL alone, so that a pooled connection carries it nowhere.
create function sync.current_account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('americano.account', true), '')::uuid $$;

create table sync.accounts (
  id uuid primary key,
  -- The epoch all devices are in; null until the first snapshot was sealed.
  epoch uuid,
  -- Account sequence number of the last op; the row lock on it makes the numbers dense.
  head bigint not null default 0 check (head >= 0),
  -- What lies at or below it stands in the snapshot of the epoch.
  floor bigint not null default 0 check (floor between 0 and head),
  segment_bytes bigint not null default 0 check (segment_bytes >= 0),
  segment_quota bigint not null check (segment_quota >= 0),
  blob_bytes bigint not null default 0 check (blob_bytes >= 0),
  blob_quota bigint not null check (blob_quota >= 0),
  created_at bigint not null
) with (fillfactor = 70);

create table sync.devices (
  account_id uuid not null references sync.accounts (id) on delete cascade,
  id uuid not null,
  -- Ed25519, what the device proves itself with; X25519, what epoch keys are boxed to.
  sign_key bytea not null check (octet_length(sign_key) = 32),
  box_key bytea not null check (octet_length(box_key) = 32),
  -- Sealed by its owner.
  name bytea not null check (octet_length(name) <= 1024),
  acked bigint not null default 0 check (acked >= 0),
  chain bytea not null default '' check (octet_length(chain) in (0, 32)),
  added_at bigint not null,
  revoked_at bigint,
  primary key (account_id, id)
) with (fillfactor = 70);

create table sync.segments (
  account_id uuid not null,
  seq bigint not null check (seq > 0),
  dev uuid not null,
  first bigint not null check (first > 0),
  last bigint not null check (last >= first),
  prev bytea not null check (octet_length(prev) in (0, 32)),
  next bytea not null check (octet_length(next) = 32),
  codec smallint not null,
  body bytea not null,
  received_at bigint not null,
  primary key (account_id, seq),
  unique (account_id, dev, last),
  foreign key (account_id, dev) references sync.devices (account_id, id) on delete cascade
) partition by hash (account_id);
-- Ciphertext does not compress.
alter table sync.segments alter column body set storage external;

do $$ begin
  for part in 0..15 loop
    execute format('create table sync.segments_%s partition of sync.segments
      for values with (modulus 16, remainder %s)', lpad(part::text, 2, '0'), part);
  end loop;
end $$;

-- Where segments ended that a snapshot made needless: a late duplicate of one is still known.
create table sync.segment_ends (
  account_id uuid not null,
  dev uuid not null,
  last bigint not null,
  next bytea not null check (octet_length(next) = 32),
  primary key (account_id, dev, last),
  foreign key (account_id, dev) references sync.devices (account_id, id) on delete cascade
);

create table sync.epochs (
  account_id uuid not null references sync.accounts (id) on delete cascade,
  id uuid not null,
  floor bigint not null check (floor >= 0),
  -- Sealed; null once another epoch followed.
  state bytea,
  sealed_at bigint not null,
  primary key (account_id, id)
);
alter table sync.epochs alter column state set storage external;
`,
};
