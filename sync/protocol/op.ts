import type { Hlc } from './hlc.ts';

/** One write as it travels. Kinds a version does not know are kept and handed on as they are. */
export interface Op {
  /** UUIDv7, or derived from what it says where that was known before sync was switched on. */
  readonly id: string;
  readonly at: Hlc;
  readonly body: OpBody;
}

export type OpBody = CellsBody | EventBody | GeneratedBody | EraseBody | UnknownBody;

/** What a column holds. Integers beyond 2^53 are bigints. */
export type Value = null | boolean | number | bigint | string | Uint8Array;

/** Fields of one row that the owner wrote. */
export interface CellsBody {
  readonly kind: 'cells';
  readonly table: string;
  readonly uid: string;
  readonly fields: Readonly<Record<string, Value>>;
  /** Rows it refers to. */
  readonly needs?: readonly string[];
}

/** A row of a log: cannot conflict. */
export interface EventBody {
  readonly kind: 'event';
  readonly table: string;
  readonly uid: string;
  readonly row: Readonly<Record<string, Value>>;
  readonly needs?: readonly string[];
}

/** Made once by the program; its uid comes from its natural key, and the first one stays. */
export interface GeneratedBody {
  readonly kind: 'generated';
  readonly table: string;
  readonly uid: string;
  readonly row: Readonly<Record<string, Value>>;
  readonly needs?: readonly string[];
}

/** Beats everything in these tables up to a moment, on every device for ever. */
export interface EraseBody {
  readonly kind: 'erase';
  readonly tables: readonly string[];
  readonly upToMs: number;
}

/** Of a newer version: kept and handed on as it came. */
export interface UnknownBody {
  readonly kind: 'unknown';
  /** What that version calls it. */
  readonly name: string;
  readonly version: number;
  readonly bytes: Uint8Array;
}
