import type { SqlParams, StatementCache, StatementDef } from './statements.ts';

/** What reads may do; writers and read-only workers offer the same. */
export interface StoreReader {
  all<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R[];
  get<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): R | undefined;
  /** Rows one at a time; nothing else may run on the connection until the iterator ends. */
  iterate<P extends SqlParams, R>(def: StatementDef<P, R>, params: P): IterableIterator<R>;
}

export const readerOf = (cache: StatementCache): StoreReader => ({
  all: (def, params) => cache.all(def, params),
  get: (def, params) => cache.get(def, params),
  iterate: (def, params) => cache.iterate(def, params),
});
