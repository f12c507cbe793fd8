import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import type { Value } from '../../protocol/op.ts';

/** A value as it is kept beside the tables: the same bytes on every device. */
export function packValue(value: Value): Uint8Array {
  return encode(value, rfc8949EncodeOptions);
}

export function unpackValue(bytes: Uint8Array): Value {
  return decode(bytes) as Value;
}

/** An order of values that is the same on every device: by their bytes. 0: equal. SQLite's 0 and 1 are false and true. */
export function compareValues(a: Value, b: Value): number {
  return Buffer.compare(asStored(a), asStored(b));
}

function asStored(value: Value): Uint8Array {
  return packValue(typeof value === 'boolean' ? Number(value) : value);
}
