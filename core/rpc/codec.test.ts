import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeFrame, encodeFrame } from './codec.ts';
import { RpcError } from './errors.ts';
import type { Message } from './messages.ts';
import { defaultFrameLimits } from './plain-value.ts';

const limits = { maxFrameBytes: 1000, maxDepth: 5, maxNodes: 50 };

function call(input: unknown): Message {
  return { t: 'call', id: 1, name: 'a.b', input };
}

/** A binary frame from its parts, right or wrong. */
function binaryFrame(header: unknown, body: number[] = [], headerLength?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const frame = new Uint8Array(4 + json.byteLength + body.length);
  new DataView(frame.buffer).setUint32(0, headerLength ?? json.byteLength);
  frame.set(json, 4);
  frame.set(body, 4 + json.byteLength);
  return frame;
}

/** A frame that is right but for one byte of its message's name. */
function brokenText(): Uint8Array {
  const message = { name: 'QQ', input: null };
  const frame = binaryFrame({ message, binaries: [{ path: ['input'], length: 1 }] }, [1]);
  frame[frame.indexOf('Q'.charCodeAt(0), 4)] = 0xff;
  return frame;
}

function errorOf(run: () => unknown): RpcError {
  try {
    run();
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
}

const hollow = { t: 'call', id: 1, name: 'a.b', input: { data: null } };
const path = ['input', 'data'];

describe('frames', () => {
  it('are JSON text without bytes', () => {
    expect(encodeFrame(call({ a: [1, 'é'], gone: undefined }))).toBe(
      '{"t":"call","id":1,"name":"a.b","input":{"a":[1,"é"]}}',
    );
  });

  it('are a length, a header and the bytes with them', () => {
    const frame = encodeFrame(call({ data: Uint8Array.of(7, 8), more: [Uint8Array.of(9)] }));
    const header = {
      message: { t: 'call', id: 1, name: 'a.b', input: { data: null, more: [null] } },
      binaries: [
        { path: ['input', 'data'], length: 2 },
        { path: ['input', 'more', 0], length: 1 },
      ],
    };
    expect(frame).toEqual(binaryFrame(header, [7, 8, 9]));
  });

  it('take any view and give bytes with a buffer of their own', () => {
    const frame = encodeFrame(call(Buffer.from('abc')));
    const decoded = decodeFrame(frame) as { input: Uint8Array };
    expect(Object.getPrototypeOf(decoded.input)).toBe(Uint8Array.prototype);
    expect(decoded.input).toEqual(Uint8Array.of(97, 98, 99));
    expect(decoded.input.buffer.byteLength).toBe(3);
  });

  it('carry every value exactly (property)', () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
    );
    const key = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 5 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((fields) => Object.fromEntries(fields)),
      ),
    }));
    fc.assert(
      fc.property(value, (input) => {
        expect(decodeFrame(encodeFrame(call(input)))).toStrictEqual(call(input));
      }),
      { numRuns: 500 },
    );
  });
});

describe('encodeFrame', () => {
  it.each<[string, unknown, string]>([
    ['NaN', { list: [0, Number.NaN] }, 'input.list.1'],
    ['Infinity', Number.NEGATIVE_INFINITY, 'input'],
    ['a bigint', [1n], 'input.0'],
    ['a Date', { at: new Date(0) }, 'input.at'],
    ['a Set', new Set([1]), 'input'],
    ['an instance of a class', new RpcError('busy'), 'input'],
    ['a Float64Array', new Float64Array(1), 'input'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'input'],
    ['a symbol', { s: Symbol('s') }, 'input.s'],
    ['a function', { toJSON: () => 1 }, 'input.toJSON'],
    ['a hole', Object.assign([1], { 2: 2 }), 'input.1'],
    ['a __proto__ key', JSON.parse('{"a":{"__proto__":{}}}'), 'input.a.__proto__'],
  ])('refuses %s and names its path', (_, input, at) => {
    expect(errorOf(() => encodeFrame(call(input)))).toMatchObject({
      kind: 'malformed',
      details: { path: at },
    });
  });

  it('refuses a cycle by its depth', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(errorOf(() => encodeFrame(call(cycle)))).toMatchObject({
      kind: 'too_large',
      details: { unit: 'depth' },
    });
  });

  it('counts bytes as they are sent: up to the limit, not one more', () => {
    const overhead = JSON.stringify(call('')).length;
    const fits = 'x'.repeat(limits.maxFrameBytes - overhead);
    expect(encodeFrame(call(fits), limits)).toHaveLength(limits.maxFrameBytes);
    expect(errorOf(() => encodeFrame(call(`${fits}x`), limits)).kind).toBe('too_large');
    const wide = 'é'.repeat((limits.maxFrameBytes - overhead) / 2);
    expect(encodeFrame(call(wide), limits)).toContain('é');
    expect(errorOf(() => encodeFrame(call(`${wide}é`), limits)).kind).toBe('too_large');
    const escaped = '\u0000'.repeat(limits.maxFrameBytes / 6);
    expect(errorOf(() => encodeFrame(call(escaped), limits)).kind).toBe('too_large');
    const binaryOverhead = encodeFrame(call(new Uint8Array(500)), limits).length - 500;
    expect(encodeFrame(call(new Uint8Array(1000 - binaryOverhead)), limits)).toHaveLength(1000);
    expect(errorOf(() => encodeFrame(call(new Uint8Array(1001 - binaryOverhead)), limits)).kind).toBe(
      'too_large',
    );
  });

  it('bounds depth and nodes', () => {
    expect(encodeFrame(call([[[[1]]]]), limits)).toContain('[[[[1]]]]');
    expect(errorOf(() => encodeFrame(call([[[[[1]]]]]), limits)).details).toEqual({
      limit: 5,
      unit: 'depth',
    });
    const many = (count: number): number[] => Array.from({ length: count }, () => 1);
    expect(encodeFrame(call(many(45)), limits)).toContain('[1,1');
    expect(errorOf(() => encodeFrame(call(many(46)), limits)).details).toEqual({ limit: 50, unit: 'nodes' });
  });
});

describe('decodeFrame', () => {
  it.each<[string, string | Uint8Array]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a __proto__ key', '{"t":"call","id":1,"name":"a.b","input":{"__proto__":{"x":1}}}'],
    ['a number that JSON cannot hold', '{"t":"call","id":1,"name":"a.b","input":1e999}'],
    ['no header length', Uint8Array.of(0, 0, 0)],
    [
      'a header longer than the frame',
      binaryFrame({ message: hollow, binaries: [{ path, length: 0 }] }, [], 5000),
    ],
    ['a header that is no UTF-8', Uint8Array.of(0, 0, 0, 2, 0xc3, 0x28)],
    ['a text that is no UTF-8', brokenText()],
    ['a header that is no JSON', binaryFrame('{"message"')],
    [
      'a header with a BOM',
      binaryFrame(`\ufeff${JSON.stringify({ message: hollow, binaries: [{ path, length: 1 }] })}`, [1]),
    ],
    ['a header that is a list', binaryFrame([hollow, []])],
    [
      'an unknown field in the header',
      binaryFrame({ message: hollow, binaries: [{ path, length: 1 }], x: 1 }, [1]),
    ],
    ['a binary frame without binaries', binaryFrame({ message: hollow, binaries: [] })],
    [
      'bytes after the last binary',
      binaryFrame({ message: hollow, binaries: [{ path, length: 1 }] }, [1, 2]),
    ],
    ['fewer bytes than announced', binaryFrame({ message: hollow, binaries: [{ path, length: 3 }] }, [1, 2])],
    ['a negative length', binaryFrame({ message: hollow, binaries: [{ path, length: -1 }] })],
    ['a length that is no integer', binaryFrame({ message: hollow, binaries: [{ path, length: 0.5 }] })],
    [
      'lengths that make up for each other',
      binaryFrame(
        {
          message: { ...hollow, input: [null, null] },
          binaries: [
            { path: ['input', 0], length: -1 },
            { path: ['input', 1], length: 3 },
          ],
        },
        [1, 2],
      ),
    ],
    [
      'a path to the prototype of prototypes',
      binaryFrame({ message: hollow, binaries: [{ path: ['__proto__', '__proto__'], length: 1 }] }, [1]),
    ],
    ['a huge length', binaryFrame({ message: hollow, binaries: [{ path, length: 2 ** 53 }] }, [1])],
    [
      'an unknown field in a part',
      binaryFrame({ message: hollow, binaries: [{ path, length: 1, x: 1 }] }, [1]),
    ],
    ['an empty path', binaryFrame({ message: hollow, binaries: [{ path: [], length: 1 }] }, [1])],
    ['a path to a value', binaryFrame({ message: hollow, binaries: [{ path: ['id'], length: 1 }] }, [1])],
    [
      'a path to nothing',
      binaryFrame({ message: hollow, binaries: [{ path: ['input', 'x'], length: 1 }] }, [1]),
    ],
    [
      'a path through nothing',
      binaryFrame({ message: hollow, binaries: [{ path: ['x', 'y'], length: 1 }] }, [1]),
    ],
    [
      'a path into a text',
      binaryFrame({ message: hollow, binaries: [{ path: ['name', 0], length: 1 }] }, [1]),
    ],
    [
      'a path into a prototype',
      binaryFrame({ message: hollow, binaries: [{ path: ['__proto__'], length: 1 }] }, [1]),
    ],
    [
      'a path through a prototype',
      binaryFrame({ message: hollow, binaries: [{ path: ['constructor', 'x'], length: 1 }] }, [1]),
    ],
    [
      'two binaries in one place',
      binaryFrame(
        {
          message: hollow,
          binaries: [
            { path, length: 1 },
            { path, length: 1 },
          ],
        },
        [1, 2],
      ),
    ],
    [
      'a list index as text',
      binaryFrame(
        { message: { ...hollow, input: [null] }, binaries: [{ path: ['input', '0'], length: 1 }] },
        [1],
      ),
    ],
    [
      'the length of a list',
      binaryFrame(
        { message: { ...hollow, input: [null] }, binaries: [{ path: ['input', 'length'], length: 1 }] },
        [1],
      ),
    ],
    [
      'a path into another binary',
      binaryFrame(
        {
          message: hollow,
          binaries: [
            { path, length: 2 },
            { path: [...path, 0], length: 0 },
          ],
        },
        [1, 2],
      ),
    ],
    [
      'a __proto__ key in the message of a header',
      binaryFrame(
        '{"message":{"__proto__":{"x":1},"input":null},"binaries":[{"path":["input"],"length":1}]}',
        [1],
      ),
    ],
    [
      'a __proto__ key that stands for a field of the header',
      binaryFrame('{"message":{"input":null},"__proto__":{"binaries":[{"path":["input"],"length":1}]}}', [1]),
    ],
  ])('refuses %s', (_, frame) => {
    expect(errorOf(() => decodeFrame(frame)).kind).toBe('malformed');
  });

  it('bounds size, depth and nodes before anything else looks at them', () => {
    const unitOf = (frame: string | Uint8Array): unknown =>
      errorOf(() => decodeFrame(frame, limits)).details['unit'];
    expect(unitOf(`"${'x'.repeat(1000)}"`)).toBe('bytes');
    expect(unitOf(`"${'é'.repeat(500)}"`)).toBe('bytes');
    expect(unitOf(new Uint8Array(1001))).toBe('bytes');
    expect(unitOf('[[[[[[0]]]]]]')).toBe('depth');
    expect(unitOf(`[${'0,'.repeat(50)}0]`)).toBe('nodes');
    const deep = {
      message: { input: [[[[[[null]]]]]] },
      binaries: [{ path: ['input', 0, 0, 0, 0, 0, 0], length: 0 }],
    };
    expect(unitOf(binaryFrame(deep))).toBe('depth');
  });

  it('survives a bomb of depth', () => {
    const bomb = '['.repeat(4_000_000) + ']'.repeat(4_000_000);
    expect(errorOf(() => decodeFrame(bomb)).kind).toMatch(/malformed|too_large/);
  });

  it('gives a value or an RpcError for any damage (property)', () => {
    const whole = encodeFrame(call({ a: Uint8Array.of(1, 2, 3), b: [Uint8Array.of(4), 'text', { c: 1.5 }] }));
    if (typeof whole === 'string') return expect.fail('not a binary frame');
    const damage = fc.array(fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(damage, fc.nat(whole.byteLength), (changes, length) => {
        const frame = whole.slice(0, length);
        for (const [at, byte] of changes) if (at < length) frame[at] = byte;
        try {
          decodeFrame(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(RpcError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts every part where it was put, up to the limit of nodes', () => {
    const input = Array.from({ length: 60_000 }, (_, n) => Uint8Array.of(n % 256));
    expect(decodeFrame(encodeFrame(call(input), defaultFrameLimits))).toEqual(call(input));
  });
});
