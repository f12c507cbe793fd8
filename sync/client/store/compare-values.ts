import { encode, rfc8949EncodeOptions } from 'cborg';
import type { Value } from '../../protocol/op.ts';

/** An order of values that is the same on every device: by their bytes. 0: equal. SQLite's 0 and 1 are false and true. */
export function compareValues(a: Value, b: Value): number {
  return Buffer.compare(bytesOf(a), bytesOf(b));
}

function bytesOf(value: Value): Uint8Array {
  return encode(typeof value === 'boolean' ? Number(value) : value, rfc8949EncodeOptions);
}
