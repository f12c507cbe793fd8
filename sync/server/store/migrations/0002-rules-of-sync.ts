import type { Migration } from './migration.ts';

/**
 * The rules of push, pull, seal and snapshot, each one statement and so one transaction and one round trip. They are the rules
 * of sync/simulator/memory-server.ts, and one suite of tests holds both to them.
 */
export const rulesOfSync: Migration = {
  name: '0002-rules-of-sync',
  sql: /* sql */ `
-- 'ok' | 'dup' | 'resync' | 'epoch' | 'revoked' | 'quota' | 'gone' (no such account or device).
create function sync.push(
  p_account uuid, p_epoch uuid, p_dev uuid, p_first bigint, p_n integer, p_prev bytea, p_next bytea,
  p_codec smallint, p_body bytea, p_now bigint
) returns table (st text, acked bigint, chain bytea, head bigint, used bigint, quota bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  a record;
  d record;
  v_last bigint := p_first + p_n - 1;
  v_size bigint := octet_length(p_body);
begin
  perform set_config('americano.account', p_account::text, true);
  -- The account first, then the device: everybody locks in this order.
  select epoch, head, segment_bytes, segment_quota into a from sync.accounts where id = p_account for no key update;
  if not found then
    return query select 'gone', 0::bigint, ''::bytea, 0::bigint, 0::bigint, 0::bigint;
    return;
  end if;
  select acked, chain, revoked_at into d from sync.devices where account_id = p_account and id = p_dev for no key update;
  if not found then
    return query select 'gone', 0::bigint, ''::bytea, 0::bigint, 0::bigint, 0::bigint;
    return;
  end if;
  if a.epoch is null or a.epoch <> p_epoch then
    return query select 'epoch', d.acked, d.chain, a.head, a.segment_bytes, a.segment_quota;
    return;
  end if;
  if d.revoked_at is not null then
    return query select 'revoked', d.acked, d.chain, a.head, a.segment_bytes, a.segment_quota;
    return;
  end if;
  if p_first <> d.acked + 1 or p_prev <> d.chain then
    if v_last <= d.acked and (
      exists (select from sync.segments
        where account_id = p_account and dev = p_dev and last = v_last and next = p_next)
      or exists (select from sync.segment_ends
        where account_id = p_account and dev = p_dev and last = v_last and next = p_next)
    ) then
      return query select 'dup', d.acked, d.chain, a.head, a.segment_bytes, a.segment_quota;
    else
      return query select 'resync', d.acked, d.chain, a.head, a.segment_bytes, a.segment_quota;
    end if;
    return;
  end if;
  if a.segment_bytes + v_size > a.segment_quota then
    return query select 'quota', d.acked, d.chain, a.head, a.segment_bytes, a.segment_quota;
    return;
  end if;
  insert into sync.segments (account_id, seq, dev, first, last, prev, next, codec, body, received_at)
    values (p_account, a.head + 1, p_dev, p_first, v_last, p_prev, p_next, p_codec, p_body, p_now);
  update sync.devices set acked = v_last, chain = p_next where account_id = p_account and id = p_dev;
  update sync.accounts set head = a.head + p_n, segment_bytes = a.segment_bytes + v_size where id = p_account;
  return query select 'ok', v_last, p_next, a.head + p_n, a.segment_bytes + v_size, a.segment_quota;
end $$;

-- One row for each segment of the page, or one without a segment: the head of the account stands in each, of one
-- snapshot. It writes nothing, so that a replica can answer it.
create function sync.pull(
  p_account uuid, p_epoch uuid, p_dev uuid, p_after bigint, p_ops bigint, p_bytes bigint
) returns table (
  st text, head bigint, floor bigint, seq bigint, dev uuid, first bigint, last bigint, prev bytea, next bytea,
  codec smallint, body bytea, received_at bigint
) language plpgsql stable as $$
#variable_conflict use_column
begin
  perform set_config('americano.account', p_account::text, true);
  return query
  with account as (
    select
      case
        when d.id is null then 'gone'
        when d.revoked_at is not null then 'revoked'
        when a.epoch is distinct from p_epoch or p_after < a.floor then 'epoch'
        else 'ok'
      end as st, a.head, a.floor
    from sync.accounts a left join sync.devices d on d.account_id = a.id and d.id = p_dev
    where a.id = p_account
  ), page as (
    select s.*,
      sum(s.last - s.first + 1) over w as ops,
      sum(octet_length(s.body)) over w as bytes,
      row_number() over w as place
    from (
      select * from sync.segments where account_id = p_account and seq > p_after order by seq limit p_ops
    ) s window w as (order by s.seq)
  )
  select account.st, account.head, account.floor, page.seq, page.dev, page.first, page.last, page.prev, page.next,
    page.codec, page.body, page.received_at
  from account left join page
    on account.st = 'ok' and (page.place = 1 or (page.ops <= p_ops and page.bytes <= p_bytes))
  order by page.seq;
end $$;

-- 'ok' | 'moved' | 'revoked' | 'gone' | 'quota'. The first to seal after an epoch, at its head, begins the next.
create function sync.seal(
  p_account uuid, p_dev uuid, p_after uuid, p_epoch uuid, p_head bigint, p_state bytea, p_now bigint
) returns text language plpgsql as $$
#variable_conflict use_column
declare
  a record;
  d record;
begin
  perform set_config('americano.account', p_account::text, true);
  select epoch, head, segment_quota into a from sync.accounts where id = p_account for no key update;
  if not found then return 'gone'; end if;
  select revoked_at into d from sync.devices where account_id = p_account and id = p_dev;
  if not found then return 'gone'; end if;
  if d.revoked_at is not null then return 'revoked'; end if;
  if a.epoch is distinct from p_after or (p_after is not null and p_head <> a.head)
    or exists (select from sync.epochs where account_id = p_account and id = p_epoch) then return 'moved'; end if;
  if octet_length(p_state) > a.segment_quota then return 'quota'; end if;
  insert into sync.segment_ends (account_id, dev, last, next)
    select account_id, dev, last, next from sync.segments where account_id = p_account;
  delete from sync.segments where account_id = p_account;
  update sync.epochs set state = null where account_id = p_account and state is not null;
  insert into sync.epochs (account_id, id, floor, state, sealed_at)
    values (p_account, p_epoch, p_head, p_state, p_now);
  update sync.accounts set epoch = p_epoch, head = p_head, floor = p_head, segment_bytes = octet_length(p_state)
    where id = p_account;
  return 'ok';
end $$;

create function sync.snapshot(p_account uuid, p_dev uuid)
returns table (st text, epoch uuid, floor bigint, state bytea) language plpgsql stable as $$
#variable_conflict use_column
begin
  perform set_config('americano.account', p_account::text, true);
  return query
  select case when d.id is null then 'gone' when d.revoked_at is not null then 'revoked'
      when e.id is null then 'none' else 'ok' end,
    e.id, e.floor, case when d.revoked_at is null then e.state end
  from sync.accounts a
  left join sync.devices d on d.account_id = a.id and d.id = p_dev
  left join sync.epochs e on e.account_id = a.id and e.id = a.epoch and d.id is not null
  where a.id = p_account;
end $$;
`,
};
