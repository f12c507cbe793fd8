import { execFileSync } from 'node:child_process';
import { MessageChannel } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createClient } from './client.ts';
import { defineContract, query, stream } from './contract.ts';
import { inProcessPair } from './in-process.ts';
import type { Message } from './messages.ts';
import { portTransport } from './port.ts';

const contract = defineContract('a', {
  ask: query({ input: z.null(), output: z.int(), reads: [] }),
  watch: stream({ input: z.null(), output: z.int() }),
});

function start() {
  const pair = inProcessPair();
  const sent: Message[] = [];
  pair.server.onMessage((message) => sent.push(message));
  return { pair, sent, client: createClient<typeof contract>(pair.client, { defaultDeadlineMs: 50 }) };
}

describe('createClient', () => {
  it('brings no schema library into the page', () => {
    const modules = ['client', 'compose', 'in-process', 'port', 'socket', 'errors', 'messages', 'codec'];
    const program = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve(specifier, context, next) {
          if (!specifier.startsWith('.') && !specifier.startsWith('file:')) throw new Error('imports ' + specifier);
          return next(specifier, context);
        },
      });
      for (const name of ${JSON.stringify(modules)}) await import(new URL(name + '.ts', ${JSON.stringify(import.meta.url)}));
      console.log('clean');
    `;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(printed).toBe('clean\n');
  });

  it('gives up on a server that never answers, and tells it', async () => {
    const { client, sent } = start();
    await expect(client.call('a.ask', null)).rejects.toMatchObject({
      kind: 'deadline',
      details: { deadlineMs: 50 },
    });
    await Promise.resolve();
    expect(sent).toMatchObject([
      { t: 'call', deadlineMs: 50 },
      { t: 'cancel', id: 1 },
    ]);
  });

  it('ignores answers to calls that are gone and to calls that never were', async () => {
    const { client, pair } = start();
    pair.server.send({ t: 'result', id: 99, output: 1 });
    pair.server.send({ t: 'item', id: 98, value: 1 });
    pair.server.send({ t: 'end', id: 97 });
    pair.server.send({ t: 'error', id: 96, error: { kind: 'busy', details: {} } });
    const answer = client.call('a.ask', null);
    pair.server.send({ t: 'result', id: 1, output: 5 });
    pair.server.send({ t: 'result', id: 1, output: 6 });
    expect(await answer).toBe(5);
  });

  it('starts over when the server sends what is no answer', async () => {
    const { client, pair } = start();
    let closes = 0;
    client.onClose(() => (closes += 1));
    const answer = client.call('a.ask', null);
    pair.server.send({ t: 'call', id: 1, name: 'a.ask' });
    await expect(answer).rejects.toMatchObject({ kind: 'disconnected' });
    expect(closes).toBe(1);
  });

  it.each<[string, unknown, string]>([
    ['fails the call that a malformed answer names', { t: 'result', id: 1, extra: 1 }, 'malformed'],
    [
      'fails the call of an error of no known kind',
      { t: 'error', id: 1, error: { kind: 'x', details: {} } },
      'malformed',
    ],
    ['starts over after an answer that names nobody', { t: 'result' }, 'disconnected'],
  ])('%s', async (_, answer, kind) => {
    const { port1, port2 } = new MessageChannel();
    const client = createClient<typeof contract>(portTransport(port1));
    const call = client.call('a.ask', null);
    port2.postMessage(answer);
    await expect(call).rejects.toMatchObject({ kind });
    client.close();
  });

  it('drops what arrived of a stream that is cancelled, and tells it once', async () => {
    const { client, pair } = start();
    const controller = new AbortController();
    const stream = client.stream('a.watch', null, { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    for (const value of [1, 2, 3]) pair.server.send({ t: 'item', id: 1, value });
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    controller.abort();
    await expect(iterator.next()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('opens a stream for each iteration, and none before it', async () => {
    const { client, sent } = start();
    const items = client.stream('a.watch', null);
    await Promise.resolve();
    expect(sent).toEqual([]);
    const iterators = [items[Symbol.asyncIterator](), items[Symbol.asyncIterator]()];
    await Promise.resolve();
    expect(sent).toMatchObject([
      { t: 'open', id: 1 },
      { t: 'open', id: 2 },
    ]);
    for (const iterator of iterators) await iterator.return?.();
    await Promise.resolve();
    expect(sent.slice(2)).toEqual([
      { t: 'cancel', id: 1 },
      { t: 'cancel', id: 2 },
    ]);
  });

  it('ends every waiting reader of a stream', async () => {
    const { client, pair } = start();
    const iterator = client.stream('a.watch', null)[Symbol.asyncIterator]();
    const reads = [iterator.next(), iterator.next(), iterator.next()];
    pair.server.send({ t: 'item', id: 1, value: 7 });
    pair.server.send({ t: 'end', id: 1 });
    expect(await Promise.all(reads)).toEqual([
      { done: false, value: 7 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });
});
