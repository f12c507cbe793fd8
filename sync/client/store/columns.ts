import { decode, encode } from 'cborg';
import type { SqlValue } from '#core/store/statements.ts';

/** A column of rows as bytes: integers as differences, texts and bytes behind their lengths, the rest as it is. */
export interface PackedColumn {
  readonly kind: 'int' | 'text' | 'bytes' | 'any';
  /** One bit a row where any is null; empty: none is. */
  readonly nulls: Uint8Array;
  readonly body: Uint8Array;
}

export class BrokenColumn extends Error {}

export function packColumn(values: readonly SqlValue[]): PackedColumn {
  const present = values.filter((value) => value !== null);
  const nulls = present.length === values.length ? new Uint8Array(0) : nullBits(values);
  if (present.every((value) => typeof value === 'number' && Number.isSafeInteger(value)))
    return { kind: 'int', nulls, body: packInts(present as number[]) };
  if (present.every((value) => typeof value === 'string'))
    return { kind: 'text', nulls, body: packChunks(present.map((value) => Buffer.from(value))) };
  if (present.every((value) => value instanceof Uint8Array))
    return { kind: 'bytes', nulls, body: packChunks(present) };
  return { kind: 'any', nulls, body: encode(present) };
}

/** @throws BrokenColumn unless there are `n` values */
export function unpackColumn({ kind, nulls, body }: PackedColumn, n: number): SqlValue[] {
  if (nulls.length !== 0 && nulls.length !== Math.ceil(n / 8))
    throw new BrokenColumn('nulls of another length');
  const isNull = (place: number): boolean =>
    nulls.length > 0 && (((nulls[place >> 3] as number) >> (place & 7)) & 1) === 1;
  const present = read(kind, body);
  const values: SqlValue[] = [];
  let next = 0;
  for (let place = 0; place < n; place += 1) {
    if (isNull(place)) values.push(null);
    else {
      if (next >= present.length) throw new BrokenColumn('fewer values than rows');
      values.push(present[next] as SqlValue);
      next += 1;
    }
  }
  if (next !== present.length) throw new BrokenColumn('more values than rows');
  return values;
}

function read(kind: PackedColumn['kind'], body: Uint8Array): SqlValue[] {
  if (kind === 'int') return unpackInts(body);
  if (kind === 'any') return decode(body) as SqlValue[];
  const chunks = unpackChunks(body);
  return kind === 'bytes' ? chunks : chunks.map((chunk) => Buffer.from(chunk).toString());
}

function nullBits(values: readonly SqlValue[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  for (const [place, value] of values.entries())
    if (value === null) bits[place >> 3] = (bits[place >> 3] as number) | (1 << (place & 7));
  return bits;
}

/** Differences, zigzag, seven bits a byte; as doubles, because instants are beyond 32 bits. */
function packInts(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 9);
  let place = 0;
  let last = 0;
  for (const value of values) {
    const delta = value - last;
    last = value;
    let rest = delta < 0 ? -delta * 2 - 1 : delta * 2;
    if (!Number.isSafeInteger(rest)) throw new RangeError('an integer too far from the one before it');
    while (rest >= 128) {
      bytes[place] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
      place += 1;
    }
    bytes[place] = rest;
    place += 1;
  }
  return bytes.slice(0, place);
}

function unpackInts(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let last = 0;
  let rest = 0;
  let scale = 1;
  for (const byte of bytes) {
    rest += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    last += rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2;
    values.push(last);
    rest = 0;
    scale = 1;
  }
  if (scale !== 1) throw new BrokenColumn('an integer without an end');
  return values;
}

function packChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const lengths = packInts(chunks.map(({ length }) => length));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(lengths.length);
  return Buffer.concat([head, lengths, ...chunks]);
}

function unpackChunks(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length < 4) throw new BrokenColumn('a column without its head');
  const size = Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32BE();
  let place = 4 + size;
  const chunks = unpackInts(bytes.subarray(4, place)).map((length) => {
    const chunk = bytes.subarray(place, place + length);
    if (chunk.length !== length) throw new BrokenColumn('a column shorter than it says');
    place += length;
    return chunk;
  });
  if (place !== bytes.length) throw new BrokenColumn('a column longer than it says');
  return chunks;
}
