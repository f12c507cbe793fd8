import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createClient } from './client.ts';
import { bytes, command, defineContract, mergeContracts, query, stream } from './contract.ts';
import type { Handlers } from './compose.ts';
import { RpcError } from './errors.ts';
import { inProcessPair } from './in-process.ts';
import { createServer } from './server.ts';
import type { CallReport } from './server.ts';

const contract = mergeContracts([
  defineContract('study', {
    today: query({ input: z.object({ day: z.int() }), output: z.object({ due: z.int() }), reads: ['cards'] }),
    answer: command({ input: z.object({ card: z.string() }), output: z.object({ left: z.int() }) }),
    watch: stream({ input: z.object({ count: z.int() }), output: z.int() }),
  }),
  defineContract('media', {
    read: query({ input: z.object({}), output: z.object({ data: bytes({ max: 10 }) }), reads: ['media'] }),
    broken: query({ input: z.object({}), output: z.object({ n: z.int() }), reads: [] }),
    unreferenced: query({ input: z.object({}), output: z.null(), reads: [] }),
    save: command({ input: z.object({}), output: z.int() }),
    pages: stream({ input: z.object({}), output: z.int() }),
    wait: query({ input: z.object({}), output: z.null(), reads: [] }),
    tags: query({ input: z.array(z.string()), output: z.null(), reads: [] }),
    crash: query({ input: z.object({}), output: z.null(), reads: [] }),
  }),
]);

let release = (): void => undefined;

const handlers: Handlers<typeof contract> = {
  'study.today': ({ day }) => ({ due: day + 1 }),
  'study.answer': async ({ card }) => ({ output: { left: card.length }, changes: ['cards', 'reviews'] }),
  'study.watch': async function* ({ count }) {
    for (let n = 0; n < count; n += 1) yield n;
  },
  'media.read': () => ({ data: Uint8Array.of(1, 2, 3) }),
  'media.broken': () => JSON.parse('{"n":"x"}') as { n: number },
  'media.unreferenced': () => {
    throw new RpcError('internal');
  },
  'media.save': () => ({ output: 0.5, changes: ['media'] }),
  'media.pages': async function* () {
    yield 1;
    yield 0.5;
  },
  'media.wait': () => new Promise((resolve) => (release = () => resolve(null))),
  'media.tags': () => null,
  'media.crash': () => {
    throw new TypeError('secret path');
  },
};

function start(onCommand?: () => void) {
  const commands: unknown[] = [];
  const unexpected: unknown[] = [];
  const reports: CallReport[] = [];
  let clock = 0;
  const server = createServer({
    contract,
    handlers,
    onCommand: (name, changes) => {
      commands.push([name, changes]);
      onCommand?.();
    },
    onUnexpected: (error) => `ref-${unexpected.push(error)}`,
    onCall: (report) => reports.push(report),
    now: () => (clock += 5),
  });
  const pair = inProcessPair();
  server.connect(pair.server, { caller: 'test' });
  return { server, client: createClient<typeof contract>(pair.client), commands, unexpected, reports };
}

async function errorOf(promise: Promise<unknown>): Promise<RpcError> {
  return promise.then(
    () => expect.fail('the call succeeded'),
    (error: RpcError) => error,
  );
}

describe('createServer', () => {
  it('answers queries, commands and streams', async () => {
    const { client, commands } = start();
    expect(await client.call('study.today', { day: 4 })).toEqual({ due: 5 });
    expect(await client.call('study.answer', { card: 'abc' })).toEqual({ left: 3 });
    expect(commands).toEqual([['study.answer', ['cards', 'reviews']]]);
    expect(await client.call('media.read', {})).toEqual({ data: Uint8Array.of(1, 2, 3) });
    const items: number[] = [];
    for await (const item of client.stream('study.watch', { count: 1000 })) items.push(item);
    expect(items).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  it('answers direct calls with the same checks', async () => {
    const { server } = start();
    expect(await server.call('study.today', { day: 1 }, { caller: 'cli' })).toEqual({ due: 2 });
    const error = await errorOf(server.call('study.today', { day: 0.5 }, { caller: 'cli' }));
    expect(error.kind).toBe('invalid');
    const aborted = new AbortController();
    aborted.abort();
    const cancelled = await errorOf(
      server.call('study.today', { day: 1 }, { caller: 'cli' }, aborted.signal),
    );
    expect(cancelled.kind).toBe('cancelled');
  });

  it('logs defects and answers only their reference', async () => {
    const { client, unexpected } = start();
    expect(await errorOf(client.call('media.broken', {}))).toMatchObject({
      kind: 'internal',
      details: { ref: 'ref-1' },
    });
    const crash = await errorOf(client.call('media.crash', {}));
    expect(crash).toMatchObject({ kind: 'internal', details: { ref: 'ref-2' } });
    expect(JSON.stringify(crash)).not.toContain('secret');
    expect(String(unexpected[0])).toContain('media.broken produced an invalid output');
    expect(String(unexpected[1])).toContain('secret path');
  });

  it('checks the outputs of commands and the items of streams', async () => {
    const { client, commands } = start();
    expect((await errorOf(client.call('media.save', {}))).kind).toBe('internal');
    expect(commands).toEqual([['media.save', ['media']]]);
    const items = client.stream('media.pages', {})[Symbol.asyncIterator]();
    expect(await items.next()).toEqual({ done: false, value: 1 });
    expect((await errorOf(items.next())).kind).toBe('internal');
  });

  it('gives a reference to an internal error that has none', async () => {
    const { client } = start();
    expect((await errorOf(client.call('media.unreferenced', {}))).details).toEqual({ ref: 'ref-1' });
  });

  it('answers a command whose announcement failed, and logs why', async () => {
    const { client, unexpected } = start(() => {
      throw new Error('nobody listens');
    });
    expect(await client.call('study.answer', { card: 'ab' })).toEqual({ left: 2 });
    expect(String(unexpected[0])).toContain('nobody listens');
  });

  it('names at most 20 issues of an input', async () => {
    const { client } = start();
    const error = await errorOf(client.call('media.tags', Array.from({ length: 100 }, () => 1) as never));
    expect(error.details['issues']).toHaveLength(20);
  });

  it('lets go of a direct call when it is cancelled, and of all when it closes', async () => {
    const { server } = start();
    const controller = new AbortController();
    const cancelled = errorOf(server.call('media.wait', {}, { caller: 'cli' }, controller.signal));
    controller.abort();
    expect((await cancelled).kind).toBe('cancelled');
    release();
    const closed = errorOf(server.call('media.wait', {}, { caller: 'cli' }));
    let idle = false;
    const closing = server.close().then(() => (idle = true));
    expect((await closed).kind).toBe('disconnected');
    expect(idle).toBe(false);
    release();
    await closing;
  });

  it('closes a connection that comes too late', async () => {
    const { server } = start();
    await server.close();
    const pair = inProcessPair();
    server.connect(pair.server, { caller: 'page' });
    const client = createClient<typeof contract>(pair.client);
    expect((await errorOf(client.call('study.today', { day: 1 }))).kind).toBe('disconnected');
  });

  it('reports each call with its duration and outcome', async () => {
    const { client, reports } = start();
    await client.call('study.today', { day: 1 });
    await errorOf(client.call('media.crash', {}));
    expect(reports).toEqual([
      { name: 'study.today', requestId: '1-1', durationMs: 5, error: null, code: null },
      { name: 'media.crash', requestId: '1-2', durationMs: 5, error: 'internal', code: null },
    ]);
  });

  it('refuses everything once closed', async () => {
    const { server, client } = start();
    await server.close();
    expect(await errorOf(client.call('study.today', { day: 1 }))).toMatchObject({ kind: 'disconnected' });
    expect(await errorOf(server.call('study.today', { day: 1 }, { caller: 'cli' }))).toMatchObject({
      kind: 'disconnected',
    });
  });
});
