import type { TableSpec } from '../kinds.ts';

export type Migration = {
  /** 1, 2, 3 … one linear list without gaps. */
  readonly version: number;
  readonly name: string;
  /** The oldest schema version whose program may still read, or write, a file that this migration has touched. */
  readonly minReader: number;
  readonly minWriter: number;
  readonly tables: readonly TableSpec[];
  /** Statements after the tables: views and triggers over several tables, changes of older tables. */
  readonly sql?: readonly string[];
};
