import type { Hlc } from './hlc.ts';

/** One write as it travels. Kinds a version does not know are kept and handed on as they are. */
export interface Op {
  /** UUIDv7, or derived from what it says where that was known before sync was switched on. */
  readonly id: string;
  readonly at: Hlc;
  readonly body: OpBody;
}

export type OpBody = CellsBody | EventBody | GeneratedBody | EraseBody | UnknownBody;

/** Fields of one row that the owner wrote. */
export interface CellsBody {
  readonly kind: 'cells';
  readonly table: string;
  readonly uid: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Rows it refers to. */
  readonly needs?: readonly string[];
}

/** A row of a log: cannot conflict. */
export interface EventBody {
  readonly kind: 'event';
  readonly table: string;
  readonly uid: string;
  readonly row: unknown;
  readonly needs?: readonly string[];
}

/** Made once by the program; its uid comes from its natural key, and the first one stays. */
export interface GeneratedBody {
  readonly kind: 'generated';
  readonly table: string;
  readonly uid: string;
  readonly row: unknown;
  readonly needs?: readonly string[];
}

/** Beats everything in these tables up to a moment, on every device for ever. */
export interface EraseBody {
  readonly kind: 'erase';
  readonly tables: readonly string[];
  readonly upToMs: number;
}

export interface UnknownBody {
  readonly kind: 'unknown';
  readonly bytes: unknown;
}
