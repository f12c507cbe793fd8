import { describe, expect, it } from 'vitest';

import type { Message } from '../messages.ts';
import { collect, errorOf, until } from './expectations.ts';
import type { Harness } from './harness.ts';

/** Work that ends before its time: cancelled, too late, disconnected. */
export function describeEndings({ start, startRaw }: Harness): void {
  describe('cancellation and deadlines', () => {
    it('cancels one call and leaves the others', async () => {
      const { client, trial } = await start();
      const controller = new AbortController();
      const cancelled = errorOf(client.call('trial.wait', { key: 'a' }, { signal: controller.signal }));
      const other = client.call('trial.wait', { key: 'b' });
      await client.call('trial.echo', 1);
      controller.abort();
      expect((await cancelled).kind).toBe('cancelled');
      await until(() => trial.stopped.has('a'));
      expect(trial.stopped.get('a')).toBe('cancelled');
      trial.release('b');
      expect(await other).toBe('b');
      expect(trial.stopped.has('b')).toBe(false);
    });

    it('sends nothing for a signal that is aborted already', async () => {
      const { client, trial } = await start();
      const error = await errorOf(client.call('trial.wait', { key: 'a' }, { signal: AbortSignal.abort() }));
      expect(error.kind).toBe('cancelled');
      await client.call('trial.echo', 1);
      trial.release('a');
      expect(trial.stopped.size).toBe(0);
    });

    it('drops the result of a cancelled call but announces what it wrote', async () => {
      const { pair, received, trial } = await startRaw();
      pair.client.send({ t: 'call', id: 1, name: 'trial.write', input: { key: 'w' } });
      pair.client.send({ t: 'cancel', id: 1 });
      await until(() => trial.stopped.has('w'));
      trial.release('w');
      await until(() => trial.written.length > 0);
      expect(trial.written).toEqual(['trials']);
      pair.client.send({ t: 'call', id: 2, name: 'trial.echo', input: 'after' });
      await until(() => received.length > 0);
      expect(received).toEqual([{ t: 'result', id: 2, output: 'after' }]);
    });

    it('hears nothing of the error that a cancelled handler makes of its abort', async () => {
      const { pair, received, trial } = await startRaw();
      pair.client.send({ t: 'call', id: 1, name: 'trial.obey', input: { key: 'o' } });
      pair.client.send({ t: 'cancel', id: 1 });
      await until(() => trial.stopped.has('o'));
      pair.client.send({ t: 'call', id: 2, name: 'trial.echo', input: 'after' });
      await until(() => received.length > 0);
      expect(received).toEqual([{ t: 'result', id: 2, output: 'after' }]);
      expect(trial.log).toEqual([]);
    });

    it('stops a call at its deadline', async () => {
      const { client, trial } = await start();
      const error = await errorOf(client.call('trial.wait', { key: 'slow' }, { deadlineMs: 30 }));
      expect(error.kind).toBe('deadline');
      await until(() => trial.stopped.has('slow'));
      expect(await client.call('trial.echo', 1)).toBe(1);
    });

    it('caps deadlines by the server, also of calls that name none', async () => {
      const { pair, received, trial } = await startRaw({ maxDeadlineMs: 30 });
      pair.client.send({ t: 'call', id: 1, name: 'trial.wait', input: { key: 'none' } });
      pair.client.send({
        t: 'call',
        id: 2,
        name: 'trial.wait',
        input: { key: 'long' },
        deadlineMs: 60_000,
      });
      await until(() => received.length === 2);
      const error = { kind: 'deadline', details: { deadlineMs: 30 } };
      expect(received.toSorted(byId)).toEqual([
        { t: 'error', id: 1, error },
        { t: 'error', id: 2, error },
      ]);
      expect([...trial.stopped.values()]).toEqual(['deadline', 'deadline']);
    });
  });

  describe('lost connections', () => {
    it('rejects calls and streams, stops their handlers and closes their iterators', async () => {
      const { client, trial, pair } = await start();
      let closes = 0;
      client.onClose(() => (closes += 1));
      const call = errorOf(client.call('trial.wait', { key: 'call' }));
      const iterator = client.stream('trial.count', { key: 'stream', upTo: 1e9 })[Symbol.asyncIterator]();
      await iterator.next();
      pair.cut();
      expect((await call).kind).toBe('disconnected');
      const error = await errorOf(collect({ [Symbol.asyncIterator]: () => iterator }));
      expect(error.kind).toBe('disconnected');
      await until(() => trial.closed.has('stream') && trial.stopped.has('call'));
      expect(trial.stopped.get('call')).toBe('disconnected');
      expect(closes).toBe(1);
      expect((await errorOf(client.call('trial.echo', 1))).kind).toBe('disconnected');
    });

    it('does the same when the client closes', async () => {
      const { client, trial } = await start();
      const call = errorOf(client.call('trial.wait', { key: 'call' }));
      await client.call('trial.echo', 1);
      client.close();
      expect((await call).kind).toBe('disconnected');
      await until(() => trial.stopped.has('call'));
    });

    it('does the same when the server closes', async () => {
      const { client, trial } = await start();
      const call = errorOf(client.call('trial.wait', { key: 'call' }));
      await client.call('trial.echo', 1);
      const closing = trial.server.close();
      expect((await call).kind).toBe('disconnected');
      expect(trial.stopped.get('call')).toBe('disconnected');
      trial.release('call');
      await closing;
    });
  });
}

function byId(a: Message, b: Message): number {
  return a.id - b.id;
}
