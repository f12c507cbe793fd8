import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bytes, defineContract, describeContract, query } from '#core/rpc/contract.ts';
import { bytesFromJson, bytesToJson } from './json-bytes.ts';
import { UsageError } from './usage-error.ts';

const data = bytes({ max: 100 });
const contract = defineContract('trial', {
  bytes: query({
    input: z.object({
      name: z.string(),
      data,
      maybe: data.nullable().optional(),
      parts: z.array(z.object({ data })).optional(),
      pair: z.tuple([z.string(), data]).optional(),
      byName: z.record(z.string(), data).optional(),
      either: z.union([z.strictObject({ path: z.string() }), z.strictObject({ data })]).optional(),
      kinds: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('text'), value: z.string() }),
          z.object({ kind: z.literal('bytes'), value: data }),
        ])
        .optional(),
    }),
    output: z.object({}),
    reads: [],
  }),
});
const schema = describeContract(contract)['trial.bytes']?.input;
const one = Uint8Array.of(255, 0, 1);
const text = '/wAB';

describe('bytes in JSON', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a field', { data: text }, { data: one }],
    ['nothing in it', { data: '' }, { data: new Uint8Array() }],
    ['a field that may be absent', { maybe: text }, { maybe: one }],
    ['null', { maybe: null }, { maybe: null }],
    [
      'a list of objects',
      { parts: [{ data: text }, { data: '' }] },
      { parts: [{ data: one }, { data: new Uint8Array() }] },
    ],
    ['a place in a tuple', { pair: [text, text] }, { pair: [text, one] }],
    ['a record', { byName: { a: text } }, { byName: { a: one } }],
    ['one side of a union', { either: { data: text } }, { either: { data: one } }],
    ['not the other side', { either: { path: text } }, { either: { path: text } }],
    [
      'the kind that has them',
      { kinds: { kind: 'bytes', value: text } },
      { kinds: { kind: 'bytes', value: one } },
    ],
    [
      'not the kind that has text',
      { kinds: { kind: 'text', value: text } },
      { kinds: { kind: 'text', value: text } },
    ],
    ['a field of text that looks like them', { name: text }, { name: text }],
    [
      'what fits nothing, for the service to refuse',
      { data: 7, parts: 'x', stranger: text },
      { data: 7, parts: 'x', stranger: text },
    ],
  ])('%s', (_, json, input) => {
    expect(bytesFromJson(schema, json)).toEqual(input);
    if (!('stranger' in json)) expect(bytesToJson(bytesFromJson(schema, json))).toEqual(json);
  });

  it.each(['/wA', '/wAB=', 'not base64!', '/w AB', '_-AB'])(
    'refuses %j by the place it stands at',
    (wrong) => {
      expect(() => bytesFromJson(schema, { parts: [{ data: text }, { data: wrong }] })).toThrow(UsageError);
      expect(() => bytesFromJson(schema, { parts: [{ data: text }, { data: wrong }] })).toThrow(
        'at parts.1.data',
      );
    },
  );

  it('go out as base64 whatever view they are', () => {
    const view = new Uint8Array([9, 255, 0, 1, 9]).subarray(1, 4);
    expect(bytesToJson({ list: [view, Buffer.from([255])], none: null, n: 1, flag: false })).toEqual({
      list: [text, '/w=='],
      none: null,
      n: 1,
      flag: false,
    });
  });
});
