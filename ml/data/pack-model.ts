import { DataError } from './data-error.ts';

/** What models are made of: numbers, names, arrays of numbers by their types, lists and records of those. */
export type Packable =
  | null
  | boolean
  | number
  | string
  | NumberArray
  | readonly Packable[]
  | { readonly [name: string]: Packable };

const arrays = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const;
type ArrayName = keyof typeof arrays;
type NumberArray = InstanceType<(typeof arrays)[ArrayName]>;

const names = Object.keys(arrays) as ArrayName[];

/**
 * A model as bytes: the length of a JSON text (u32), the text, and the numbers of its arrays behind it, each array on a
 * boundary of eight bytes. Numbers that JSON has no word for (NaN, infinities) are written as words of their own.
 * @throws DataError `out_of_range` for what no model is made of
 */
export function packModel(model: Packable): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const describe = (value: Packable): unknown => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $n: String(value) };
    if (value === null || typeof value !== 'object') return value;
    const name = names.find((one) => value instanceof arrays[one]);
    if (name !== undefined) {
      const array = value as NumberArray;
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      const place = size;
      parts.push(bytes);
      size += Math.ceil(bytes.length / 8) * 8;
      return { $a: [name, place, array.length] };
    }
    if (Array.isArray(value)) return value.map(describe);
    if (Object.getPrototypeOf(value) !== Object.prototype)
      throw new DataError('out_of_range', 'model', null, 'is made of something that is not kept');
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, describe(entry)]));
  };
  const text = new TextEncoder().encode(JSON.stringify(describe(model)));
  const start = Math.ceil((4 + text.length) / 8) * 8;
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let place = start;
  for (const part of parts) {
    bytes.set(part, place);
    place += Math.ceil(part.length / 8) * 8;
  }
  return bytes;
}

/** @throws DataError `out_of_range`, `length` where the bytes are no packed model */
export function unpackModel(bytes: Uint8Array): Packable {
  const refuse = (): DataError => new DataError('out_of_range', 'model', null, 'is not a packed model');
  if (bytes.length < 4) throw new DataError('length', 'model', null, 'is cut short');
  // A copy begins on a boundary, wherever the bytes lay.
  const own = Uint8Array.from(bytes);
  const length = new DataView(own.buffer).getUint32(0, true);
  if (4 + length > own.length) throw new DataError('length', 'model', null, 'is cut short');
  const start = Math.ceil((4 + length) / 8) * 8;
  const restore = (value: unknown): Packable => {
    if (value === null || typeof value !== 'object') return value as Packable;
    if (Array.isArray(value)) return value.map(restore);
    if ('$n' in value) return Number(value.$n);
    if ('$a' in value) {
      const [name, place, count] = value.$a as [ArrayName, number, number];
      const type = arrays[name];
      if (type === undefined || start + place + count * type.BYTES_PER_ELEMENT > own.length) throw refuse();
      return new type(own.buffer, start + place, count);
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, restore(entry)]));
  };
  try {
    return restore(JSON.parse(new TextDecoder('utf-8').decode(own.subarray(4, 4 + length))));
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw refuse();
  }
}
