import { describe, expect, it } from 'vitest';
import { buffersOf } from './buffers-of.ts';

describe('buffersOf', () => {
  it('finds typed arrays wherever they are, each buffer once', () => {
    const values = Float64Array.of(1, 2, 3);
    const days = Int32Array.of(4);
    const bytes = new ArrayBuffer(2);
    const value = { values, tail: values.subarray(1), deep: [{ days }, [bytes]], text: 'a', none: null };
    expect(new Set(buffersOf(value))).toEqual(new Set([values.buffer, days.buffer, bytes]));
    expect(buffersOf(value)).toHaveLength(3);
    expect(buffersOf(days)).toEqual([days.buffer]);
  });

  it('leaves out memory that is shared, and finds nothing in plain values', () => {
    expect(
      buffersOf({ cell: new Int32Array(new SharedArrayBuffer(4)), raw: new SharedArrayBuffer(4) }),
    ).toEqual([]);
    expect(buffersOf(undefined)).toEqual([]);
    expect(buffersOf(7)).toEqual([]);
  });

  it('comes to an end in a value that holds itself', () => {
    const value: { self?: unknown; values: Float64Array } = { values: Float64Array.of(1) };
    value.self = value;
    expect(buffersOf(value)).toEqual([value.values.buffer]);
  });
});
