import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';

import type { Handlers } from './compose.ts';
import type { Client } from './client.ts';
import {
  bytes,
  command,
  defineContract,
  describeContract,
  mergeContracts,
  query,
  stream,
} from './contract.ts';
import type { CommandName, InputOf, OutputOf, QueryName, StreamName } from './contract.ts';

const study = defineContract('study', {
  today: query({ input: z.object({}), output: z.object({ due: z.int() }), reads: ['cards'] }),
  answer: command({
    input: z.object({ card: z.string(), rating: z.int().default(3) }),
    output: z.object({ left: z.int().nullable() }),
  }),
});
const media = defineContract('media', {
  read: query({
    input: z.object({ sha: z.string() }),
    output: bytes({ max: 100 }),
    reads: ['media'],
    heavy: true,
  }),
  save: command({ input: z.object({ files: z.array(bytes({ max: 3 })) }), output: z.null() }),
  watch: stream({ input: z.object({}), output: z.string() }),
});
const contract = mergeContracts([study, media]);
type Contract = typeof contract;

describe('defineContract', () => {
  it('keys procedures by feature and verb', () => {
    expect(Object.keys(contract)).toEqual([
      'study.today',
      'study.answer',
      'media.read',
      'media.save',
      'media.watch',
    ]);
    expect(contract['media.read']).toMatchObject({ kind: 'query', reads: ['media'], heavy: true });
    expect(contract['study.today'].heavy).toBe(false);
  });

  it.each([
    ['Study', 'today'],
    ['study', 'Today'],
    ['study', 'to-day'],
    ['study', 'to.day'],
    ['study', 'today2'],
    ['study', ''],
    ['', 'today'],
    ['study', '__proto__'],
  ])('refuses the name %s.%s', (feature, verb) => {
    const procedure = query({ input: z.object({}), output: z.null(), reads: [] });
    expect(() => defineContract(feature, Object.fromEntries([[verb, procedure]]))).toThrow(
      'is not feature.verb',
    );
  });

  it('refuses a name that two contracts define', () => {
    expect(() => mergeContracts([study, media, study])).toThrow('"study.today" is defined twice');
  });
});

describe('types of a contract', () => {
  it('say what each procedure takes and gives', () => {
    expectTypeOf<QueryName<Contract>>().toEqualTypeOf<'study.today' | 'media.read'>();
    expectTypeOf<CommandName<Contract>>().toEqualTypeOf<'study.answer' | 'media.save'>();
    expectTypeOf<StreamName<Contract>>().toEqualTypeOf<'media.watch'>();
    expectTypeOf<InputOf<Contract, 'study.answer'>>().toEqualTypeOf<{
      card: string;
      rating?: number | undefined;
    }>();
    expectTypeOf<OutputOf<Contract, 'study.answer'>>().toEqualTypeOf<{ left: number | null }>();
    expectTypeOf<OutputOf<Contract, 'media.read'>>().toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expectTypeOf<InputOf<Contract, 'media.save'>>().toEqualTypeOf<{ files: Uint8Array[] }>();
  });

  it('hold handlers and callers to it', () => {
    type Answer = Handlers<Contract>['study.answer'];
    expectTypeOf<Parameters<Answer>[0]>().toEqualTypeOf<{ card: string; rating: number }>();
    // @ts-expect-error a command returns an Outcome, not its bare output
    const bare: Answer = () => ({ left: 1 });
    // @ts-expect-error a stream returns an AsyncIterable
    const single: Handlers<Contract>['media.watch'] = () => 'text';
    const use = (client: Client<Contract>): unknown[] => [
      client.call('study.answer', { card: 'a' }),
      // @ts-expect-error the card is a string
      client.call('study.answer', { card: 1 }),
      // @ts-expect-error no such procedure
      client.call('study.nothing', {}),
      // @ts-expect-error a stream is not called
      client.call('media.watch', {}),
      // @ts-expect-error a query is not opened
      client.stream('study.today', {}),
    ];
    expect([bare, single, use].every((value) => typeof value === 'function')).toBe(true);
  });
});

describe('bytes', () => {
  it('takes any view up to its bound', () => {
    const schema = bytes({ max: 3 });
    expect(schema.parse(Buffer.from('abc'))).toEqual(Buffer.from('abc'));
    expect(schema.safeParse(Uint8Array.of(1, 2, 3, 4)).error?.issues[0]?.message).toBe('more than 3 bytes');
    for (const other of ['abc', [1, 2], null, new ArrayBuffer(1), new Float32Array(1)]) {
      expect(schema.safeParse(other).success).toBe(false);
    }
  });
});

describe('describeContract', () => {
  it('gives one JSON object keyed by name', () => {
    const described = describeContract(contract);
    expect(Object.keys(described)).toEqual([
      'media.read',
      'media.save',
      'media.watch',
      'study.answer',
      'study.today',
    ]);
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
    expect(described['study.answer']).toMatchObject({
      kind: 'command',
      input: { type: 'object', required: ['card'], properties: { rating: { type: 'integer', default: 3 } } },
      output: { properties: { left: { anyOf: [{ type: 'integer' }, { type: 'null' }] } } },
    });
    expect(described['media.read']?.output).toMatchObject({ type: 'string', contentEncoding: 'base64' });
    expect(described['media.save']?.input).toMatchObject({
      properties: {
        files: { items: { type: 'string', contentEncoding: 'base64', description: 'at most 3 bytes' } },
      },
    });
  });

  it('describes bytes that were refined or made optional, and nothing at all', () => {
    const odd = defineContract('odd', {
      query: query({
        input: z.void(),
        output: z.object({ data: bytes({ max: 9 }).nullable().optional() }),
        reads: [],
      }),
    });
    const described = describeContract(odd)['odd.query'];
    expect(described?.input).toMatchObject({ not: {} });
    expect(JSON.stringify(described?.output)).toContain('"contentEncoding":"base64"');
  });

  it('refuses what no transport can carry', () => {
    const dated = defineContract('odd', {
      query: query({ input: z.object({}), output: z.date(), reads: [] }),
    });
    expect(() => describeContract(dated)).toThrow('Date');
  });
});
