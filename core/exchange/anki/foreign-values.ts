import { PackageRefusedError } from './package-refused.ts';

const INT32_MIN = -0x8000_0000;
const INT32_MAX = 0x7fff_ffff;

/** An id or instant: a whole number that JavaScript represents exactly. SQLite columns hold any type, whatever their declaration.
 * @throws PackageRefusedError `bad_field` */
export function idValue(value: unknown, table: string, column: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new PackageRefusedError('bad_field', { table, column });
}

/** A scheduling number, cut to the 32 bits that Anki gives it and without its fraction: old collections hold values such as 2.0 or an overflown due.
 * @throws PackageRefusedError `bad_field` when it is no number */
export function int32Value(value: unknown, table: string, column: string): number {
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new PackageRefusedError('bad_field', { table, column });
  return Math.min(INT32_MAX, Math.max(INT32_MIN, Math.trunc(value)));
}

/** A text. Queries yield NULL in place of one that is over its bound, so that it is never loaded.
 * @throws PackageRefusedError `bad_field` */
export function textValue(value: unknown, table: string, column: string): string {
  if (typeof value === 'string') return value;
  throw new PackageRefusedError('bad_field', { table, column });
}

/** A blob, under the same rule as a text.
 * @throws PackageRefusedError `bad_field` */
export function blobValue(value: unknown, table: string, column: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new PackageRefusedError('bad_field', { table, column });
}

/** SQL for a column that is NULL when it is longer than `maxBytes`; `octet_length` reads the length without the content. */
export function boundedColumn(column: string, maxBytes: number): string {
  return `CASE WHEN octet_length(${column}) <= ${maxBytes} THEN ${column} END AS ${column}`;
}
