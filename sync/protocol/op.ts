import type { Hlc } from './hlc.ts';

/** One write as it travels. Kinds a version does not know are kept and handed on as they are. */
export interface Op {
  /** UUIDv7, or derived from what it says where that was known before sync was switched on. */
  readonly id: string;
  readonly at: Hlc;
  readonly body: OpBody;
}

export type OpBody = CellsBody | EventBody | GeneratedBody | EraseBody | BulkBody | DigestBody | UnknownBody;

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

/**
 * Many rows at once, as an import makes them: they travel as a blob of their own, which may come later than the op. Entry i
 * counts from the op's moment and has the id `OP.i`.
 */
export interface BulkBody {
  readonly kind: 'bulk';
  /** SHA-256 of the blob, as hex. */
  readonly blob: string;
  readonly bytes: number;
  /** Tables it writes to, and how many entries it has. */
  readonly tables: readonly string[];
  readonly entries: number;
}

/**
 * What the writer held after everything up to an account number. Who stands at the same number and holds something else
 * knows that one of the two is damaged.
 */
export interface DigestBody {
  readonly kind: 'digest';
  readonly epoch: string;
  /** Account sequence number of the last op that is in it. */
  readonly seq: number;
  /** Of the rules by which ops become rows: those of another version are not compared. */
  readonly rules: number;
  /** 32 bytes for each table. */
  readonly tables: Readonly<Record<string, Uint8Array>>;
}

/** Of a newer version: kept and handed on as it came. */
export interface UnknownBody {
  readonly kind: 'unknown';
  /** What that version calls it. */
  readonly name: string;
  readonly version: number;
  readonly bytes: Uint8Array;
}
