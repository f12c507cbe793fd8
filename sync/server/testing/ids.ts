/** Names for tests: 32 hex digits, the same for the same letter or number. */
export const named = (what: string | number): string =>
  Buffer.from(String(what)).toString('hex').padStart(32, '0').slice(-32);

/** A chain value: 64 hex digits. */
export const chained = (what: string | number): string => `${named('chain')}${named(what)}`;

/** A device in the way only tests make one: straight into the table. */
export const insertDevice = (account: string, dev: string): string =>
  `insert into sync.devices (account_id, id, sign_key, box_key, name, added_at)
   values ('${account}', '${dev}', decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), '', 1)`;

export const insertAccount = (account: string, quota = 1_000_000): string =>
  `insert into sync.accounts (id, segment_quota, blob_quota, created_at) values ('${account}', ${quota}, ${quota}, 1)`;
