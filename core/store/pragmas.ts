import type { Database } from 'better-sqlite3';

/** Pragmas of every connection, each with its reason. */
const everyConnection = [
  'foreign_keys = ON', // a dangling card is a defect, not a surprise
  'trusted_schema = OFF', // a schema from a tampered file may call no function with side effects
  'recursive_triggers = ON', // INSERT OR REPLACE must fire the trigger that keeps a log from being rewritten
  'cell_size_check = ON', // notice a damaged page when it is read, not later
  'temp_store = MEMORY', // sorts of a query leave no plaintext in /tmp
  'busy_timeout = 5000', // a backup or a checkpoint holds the file for moments
] as const;

export const applyWriterPragmas = (db: Database): void => {
  // WAL: readers never wait for the writer. Set before the others: it is a property of the file.
  db.pragma('journal_mode = WAL');
  for (const pragma of everyConnection) db.pragma(pragma);
  // FULL: the commit of an answer is on the disk before the page hears "recorded" (the durability test fails with NORMAL).
  db.pragma('synchronous = FULL');
  db.pragma('cache_size = -65536'); // 64 MiB holds the hot pages of a million reviews
  // Checkpoints run at idle moments (checkpoint.ts), never inside the answer that happened to fill the log.
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('journal_size_limit = 16777216'); // the log shrinks again after a big import
};

export const applyReaderPragmas = (db: Database): void => {
  for (const pragma of everyConnection) db.pragma(pragma);
  db.pragma('query_only = ON');
  db.pragma('cache_size = -32768');
};
