import type { Derivations, KeyedDerivation } from './derivations.ts';
import type { StoreReader } from './reader.ts';
import { statement, type StatementDef } from './statements.ts';
import type { WriteTransaction } from './write-transaction.ts';

/**
 * What every row of a derivation stands on beside its own facts: memories stand on the parameters in force. When a
 * write changes it, whether by a fit, a setting or an undo, every row is computed again in slices, in the order of the
 * keys. How far that has come is one row in the file, so that nothing of the size of the library is written at once, and
 * a crash loses nothing.
 */
export type Basis = {
  /** Kinds of changes after which it may be another. */
  readonly sources: readonly string[];
  /** A name of it; empty is what rows stand on in a file that names none. */
  read(reader: StoreReader): string;
  /** Keys from `from` on, ascending. */
  readonly keysFrom: StatementDef<{ from: number; limit: number }, { key: number }>;
};

type BaseRow = { basis: string; next_key: number | null };

const baseOf = statement<{ derivation: string }, BaseRow>(
  'store.baseOf',
  'SELECT basis, next_key FROM derivation_bases WHERE derivation = @derivation',
);
const putBase = statement<{ derivation: string; basis: string; next: number | null }>(
  'store.putBase',
  `INSERT INTO derivation_bases (derivation, basis, next_key) VALUES (@derivation, @basis, @next)
   ON CONFLICT (derivation) DO UPDATE SET basis = excluded.basis, next_key = excluded.next_key`,
);
const anyOpen = statement<Record<string, never>, { found: number }>(
  'store.anyOpenBase',
  'SELECT EXISTS (SELECT 1 FROM derivation_bases WHERE next_key IS NOT NULL) AS found',
);

const sliceKeys = 32;

/** Whether rows of any derivation still stand on an earlier basis. */
export const hasOpenBases = (reader: StoreReader): boolean => reader.get(anyOpen, {})?.found === 1;

/** From which key on the rows of a derivation stand on an earlier basis; null: none do. */
export const openBaseFrom = (reader: StoreReader, derivation: string): number | null =>
  reader.get(baseOf, { derivation })?.next_key ?? null;

/** At the end of a write: a basis that it changed opens its derivation from the first key on. */
export const noticeBases = (tx: WriteTransaction, derivations: Derivations): void => {
  for (const { name, basis } of derivations.keyed) {
    if (basis === undefined || !tx.changes.some((kind) => basis.sources.includes(kind))) continue;
    const now = basis.read(tx);
    if (now === (tx.get(baseOf, { derivation: name })?.basis ?? '')) continue;
    tx.run(putBase, { derivation: name, basis: now, next: 0 });
    tx.changed('derivation_bases');
  }
};

/** Says that every row of a derivation is computed, or waits by its key: a rebuild has cleared it. */
export const closeBase = (tx: WriteTransaction, { name, basis }: KeyedDerivation): void => {
  if (basis !== undefined) tx.run(putBase, { derivation: name, basis: basis.read(tx), next: null });
};

/** Computes rows on their new basis for about as long as asked, at least a few. Returns how many. */
export const settleBases = (tx: WriteTransaction, derivations: Derivations, ms: number): number => {
  const start = performance.now();
  let done = 0;
  for (const derivation of derivations.keyed) {
    const { name, basis } = derivation;
    const base = tx.get(baseOf, { derivation: name });
    if (basis === undefined || base === undefined) continue;
    let next = base.next_key;
    while (next !== null) {
      const keys = tx.all(basis.keysFrom, { from: next, limit: sliceKeys }).map((row) => row.key);
      derivation.compute(tx, keys);
      done += keys.length;
      next = keys.length < sliceKeys ? null : (keys.at(-1) ?? 0) + 1;
      if (performance.now() - start >= ms) break;
    }
    if (next !== base.next_key) tx.run(putBase, { derivation: name, basis: base.basis, next });
    if (performance.now() - start >= ms) break;
  }
  return done;
};
