import { noticeBases, type Basis } from './derivation-bases.ts';
import { statement, type StatementDef } from './statements.ts';
import type { StoreReader } from './reader.ts';
import type { WriteTransaction } from './write-transaction.ts';

/**
 * A derived table whose rows belong to keys (a card, a note) and can be computed again from facts.
 * Recomputing a key gives the row that was kept incrementally, exactly.
 */
export type KeyedDerivation = {
  readonly name: string;
  /** Tables of facts it reads, each with the keys that a change of one of its rows touches. */
  readonly sources: Readonly<Record<string, (reader: StoreReader, owner: number) => readonly number[]>>;
  /** Every key there should be a row for, ascending. */
  readonly keys: StatementDef<Record<string, never>, { key: number }>;
  /** Where its rows stand on something beside their own facts. */
  readonly basis?: Basis;
  clear(tx: WriteTransaction): void;
  compute(tx: WriteTransaction, keys: readonly number[]): void;
};

/** A derived table that is kept by increments and rebuilt in one pass. */
export type WholeDerivation = { readonly name: string; rebuild(tx: WriteTransaction): void };

export type Derivations = {
  readonly keyed: readonly KeyedDerivation[];
  readonly whole: readonly WholeDerivation[];
};

/** More keys than this in one transaction are computed afterwards, in slices. */
export const inlineKeys = 200;
const sliceMs = 20;
const sliceKeys = 64;

const markStale = statement<{ derivation: string; key: number }>(
  'store.markStale',
  'INSERT OR IGNORE INTO stale_derivations (derivation, key) VALUES (@derivation, @key)',
);
const staleKeys = statement<{ derivation: string; limit: number }, { key: number }>(
  'store.staleKeys',
  'SELECT key FROM stale_derivations WHERE derivation = @derivation ORDER BY key LIMIT @limit',
);
const dropStale = statement<{ derivation: string; key: number }>(
  'store.dropStale',
  'DELETE FROM stale_derivations WHERE derivation = @derivation AND key = @key',
);
const countStale = statement<Record<string, never>, { n: number }>(
  'store.countStale',
  'SELECT count(*) AS n FROM stale_derivations',
);

/** Keys that wait to be recomputed. */
export const pendingDerivations = (reader: StoreReader): number => reader.get(countStale, {})?.n ?? 0;

export const enqueueKeys = (tx: WriteTransaction, derivation: string, keys: Iterable<number>): void => {
  for (const key of keys) tx.run(markStale, { derivation, key });
};

/** Recomputes what the transaction touched: a few keys at once, many in slices later. */
export const settleTouched = (
  tx: WriteTransaction,
  derivations: Derivations,
  touched: ReadonlyMap<string, ReadonlySet<number>>,
): void => {
  for (const derivation of derivations.keyed) {
    const keys = touched.get(derivation.name);
    if (keys === undefined || keys.size === 0) continue;
    if (keys.size <= inlineKeys) derivation.compute(tx, [...keys]);
    else enqueueKeys(tx, derivation.name, keys);
  }
  noticeBases(tx, derivations);
};

/**
 * Works on waiting keys for about 20 ms. Returns how many are done; 0 when nothing waits.
 * A crash between slices loses nothing: the keys wait in the file.
 */
export const settleSlice = (tx: WriteTransaction, derivations: Derivations): number => {
  const start = performance.now();
  let done = 0;
  for (const derivation of derivations.keyed) {
    for (;;) {
      const keys = tx.all(staleKeys, { derivation: derivation.name, limit: sliceKeys }).map((row) => row.key);
      if (keys.length === 0) break;
      derivation.compute(tx, keys);
      for (const key of keys) tx.run(dropStale, { derivation: derivation.name, key });
      done += keys.length;
      // Looked at after the work: on a busy machine the time may be over before it began, and 0 would mean "nothing waits".
      if (performance.now() - start >= sliceMs) return done;
    }
  }
  return done;
};
