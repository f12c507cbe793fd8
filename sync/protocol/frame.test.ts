import fc from 'fast-check';
import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { chainAfter, FIRST_CHAIN } from './chain.ts';
import { BrokenFrame, decodeFrame, encodeFrame } from './frame.ts';
import type { Op, OpBody, Value } from './op.ts';
import { joinFrames, splitFrames } from './segment-bytes.ts';

const uid = '0199f3a2c4e57b01a1b2c3d4e5f60718';
const at = { ms: 1_780_000_000_000, n: 7 };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// Chains computed with Python's hashlib.
const GOLDEN_FRAME =
  '8601782030313939663361326334653537623031613162326333643465356636303731381b0000019e7044880007656576656e745877a463726f77a26261741b0000019e7044880066726174696e67036375696478203031393966336132633465353762303161316232633364346535663630373138656e656564738178203031393966336132633465353762303161316232633364346535663630373138657461626c656772657669657773';
const GOLDEN_CHAIN = 'e8c09ecdc03b6198d777338bf4d5c39c3047f6b4b5d15fc12a2294845d8ff0ce';
const GOLDEN_CHAIN_OF_TWO = '0d34d77ec50b4d1eacc639f69d518021b18283a45388692597a0bb318bea6adc';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/);
const anyUid = fc.stringMatching(/^[0-9a-f]{32}$/);
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.string(),
  fc.uint8Array({ maxLength: 40 }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
);
const row = fc.dictionary(name, value, { noNullPrototype: true });
const needs = fc.array(anyUid, { maxLength: 3 });
const ops: fc.Arbitrary<Op> = fc.record({
  id: anyUid,
  at: fc.record({ ms: fc.nat({ max: 2 ** 31 - 1 }), n: fc.nat({ max: 65_535 }) }),
  body: fc.oneof(
    fc.record({ kind: fc.constant('cells' as const), table: name, uid: anyUid, fields: row, needs }),
    fc.record({ kind: fc.constant('event' as const), table: name, uid: anyUid, row, needs }),
    fc.record({
      kind: fc.constant('erase' as const),
      tables: fc.array(name, { maxLength: 4 }),
      upToMs: fc.nat(),
    }),
    fc.record({
      kind: fc.constant('bulk' as const),
      blob: fc.stringMatching(/^[0-9a-f]{64}$/),
      bytes: fc.integer({ min: 1, max: 1_000_000 }),
      tables: fc.array(name, { maxLength: 4 }),
      entries: fc.integer({ min: 1, max: 100_000 }),
    }),
    fc.record({
      kind: fc.constant('digest' as const),
      epoch: anyUid,
      seq: fc.nat(),
      rules: fc.integer({ min: 1, max: 100 }),
      tables: fc.dictionary(name, fc.uint8Array({ minLength: 32, maxLength: 32 }), { noNullPrototype: true }),
    }),
  ),
});

describe('a frame', () => {
  it('is these bytes, today and for ever', () => {
    const op: Op = {
      id: uid,
      at,
      body: { kind: 'event', table: 'reviews', uid, row: { rating: 3, at: 1_780_000_000_000 }, needs: [uid] },
    };
    const frame = encodeFrame(op);
    expect(hex(frame)).toBe(GOLDEN_FRAME);
    expect(decodeFrame(frame)).toEqual(op);
    expect(chainAfter(FIRST_CHAIN, frame)).toBe(GOLDEN_CHAIN);
    expect(chainAfter(chainAfter(FIRST_CHAIN, frame), frame)).toBe(GOLDEN_CHAIN_OF_TWO);
  });

  it('names an import by its blob, and what a device holds by 32 bytes a table', () => {
    const blob = 'b'.repeat(64);
    const tables = { notes: new Uint8Array(32) };
    const bulk: OpBody = { kind: 'bulk', blob, bytes: 10, tables: ['notes'], entries: 2 };
    const digest: OpBody = { kind: 'digest', epoch: uid, seq: 7, rules: 1, tables };
    for (const body of [bulk, digest])
      expect(decodeFrame(encodeFrame({ id: uid, at, body }))).toEqual({ id: uid, at, body });
    const short = { notes: new Uint8Array(31) };
    for (const body of [
      { ...bulk, blob: 'b' },
      { ...bulk, entries: 0 },
      { ...bulk, bytes: 2 ** 40 },
      { ...digest, tables: short },
      { ...digest, seq: -1 },
    ])
      expect(() => decodeFrame(encodeFrame({ id: uid, at, body }))).toThrow(BrokenFrame);
    // An entry of an import, and one of its fields, sent by themselves.
    for (const id of [`${uid}.12`, `${uid}.12/front`])
      expect(decodeFrame(encodeFrame({ id, at, body: bulk })).id).toBe(id);
    expect(() => decodeFrame(encodeFrame({ id: `${uid}.`, at, body: bulk }))).toThrow(BrokenFrame);
  });

  it('comes back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(ops, (op) => {
        const read = decodeFrame(encodeFrame(op));
        expect(read).toEqual(op);
        expect(encodeFrame(read)).toEqual(encodeFrame(op));
      }),
    );
  });

  it('of a kind or version that is not known goes on as it came', () => {
    const body = Uint8Array.of(1, 2, 3);
    for (const frame of [
      encode([1, uid, at.ms, at.n, 'hologram', body]),
      encode([9, uid, at.ms, at.n, 'event', body]),
    ]) {
      const op = decodeFrame(frame);
      expect(op.body.kind).toBe('unknown');
      expect(hex(encodeFrame(op))).toBe(hex(frame));
    }
  });

  it('is refused where it is not one', () => {
    const bad: [string, Uint8Array][] = [
      ['nothing', new Uint8Array(0)],
      ['not CBOR', Uint8Array.of(0xff, 1, 2)],
      ['another shape', encode({ id: uid })],
      ['another id', encode([1, 'x', 1, 1, 'event', new Uint8Array(0)])],
      ['a body that is not of its kind', encode([1, uid, 1, 1, 'event', encode({ table: 'reviews' })])],
      [
        'a body with more than its kind has',
        encode([1, uid, 1, 1, 'erase', encode({ tables: [], upToMs: 1, and: 2 })]),
      ],
      [
        'a field that prototypes have',
        encode([1, uid, 1, 1, '__proto__', new Uint8Array(0)]).subarray(0, 10),
      ],
      ['an endless list', Uint8Array.of(0x9f)],
      ['nested without end', new Uint8Array(60_000).fill(0x81)],
      ['too large', new Uint8Array(70_000)],
    ];
    const outcomes = bad.map(([what, frame]) => {
      try {
        decodeFrame(frame);
        return `${what}: read`;
      } catch (error) {
        return error instanceof BrokenFrame ? 'refused' : `${what}: ${String(error)}`;
      }
    });
    expect(outcomes).toEqual(bad.map(() => 'refused'));
  });

  it('is refused or read, never anything else, when bytes of it change', () => {
    const frame = encodeFrame({
      id: uid,
      at,
      body: { kind: 'cells', table: 'notes', uid, fields: { front: 'heart' } },
    });
    fc.assert(
      fc.property(fc.nat({ max: frame.length - 1 }), fc.nat({ max: 255 }), (place, byte) => {
        const damaged = Uint8Array.from(frame);
        damaged[place] = byte;
        try {
          decodeFrame(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenFrame);
        }
      }),
    );
  });

  it('may not be larger than a frame', () => {
    const fields = { front: 'x'.repeat(70_000) };
    expect(() => encodeFrame({ id: uid, at, body: { kind: 'cells', table: 'notes', uid, fields } })).toThrow(
      RangeError,
    );
  });
});

describe('frames of a segment', () => {
  it('come back as they were, and only as many as there are', () => {
    const frames = [Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)];
    expect(splitFrames(joinFrames(frames), 3).map(hex)).toEqual(frames.map(hex));
    expect(() => splitFrames(joinFrames(frames), 2)).toThrow('not so many frames');
    expect(() => splitFrames(joinFrames(frames), 4)).toThrow('not so many frames');
    expect(() => splitFrames(Uint8Array.of(0, 0, 0, 9, 1), 1)).toThrow('longer than it may be');
  });
});
