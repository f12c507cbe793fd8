import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
  SealReply,
  SealRequest,
  SnapshotReply,
} from '../../protocol/messages.ts';
import { MemoryServer } from '../../simulator/memory-server.ts';
import { chained, insertAccount, insertDevice, named } from '../testing/ids.ts';
import {
  databaseKinds,
  OPEN_TIMEOUT_MS,
  openTestDatabase,
  type TestDatabase,
} from '../testing/open-test-database.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { seal } from './seal.ts';
import { snapshot } from './snapshot.ts';

/** One account of a server, by the requests of the protocol. */
interface Account {
  push(request: PushRequest<Uint8Array>, nowMs: number): Promise<PushReply>;
  pull(request: PullRequest, nowMs: number): Promise<PullReply<Uint8Array>>;
  seal(request: SealRequest<Uint8Array>, nowMs: number): Promise<SealReply>;
  snapshot(nowMs: number): Promise<SnapshotReply<Uint8Array>>;
}

const devices = [named('one'), named('two'), named('three')];
let accounts = 0;

const memoryAccount = (): Account => {
  const server = new MemoryServer<Uint8Array, Uint8Array>();
  return {
    push: async (request, nowMs) => server.push(request, nowMs),
    pull: async (request, nowMs) => server.pull(request, nowMs),
    seal: async (request, nowMs) => server.seal(request, nowMs),
    snapshot: async (nowMs) => server.snapshot(nowMs),
  };
};

const storedAccount = async ({ database, asAdmin }: TestDatabase): Promise<Account> => {
  accounts += 1;
  const account = named(`account ${accounts}`);
  await asAdmin([insertAccount(account), ...devices.map((dev) => insertDevice(account, dev))].join(';\n'));
  return {
    push: async (request, serverMs) => {
      const outcome = await push(database, account, { ...request, codec: 1 }, serverMs);
      if (outcome.st === 'gone' || outcome.st === 'quota') throw new Error(outcome.st);
      if (!('used' in outcome)) return { ...outcome, serverMs };
      const { used: _used, quota: _quota, ...reply } = outcome;
      return { ...reply, serverMs };
    },
    pull: async (request, serverMs) => {
      const outcome = await pull(database, account, devices[0] ?? '', request);
      if (outcome.st === 'gone' || outcome.st === 'revoked') throw new Error(outcome.st);
      if (outcome.st === 'epoch') return { st: 'epoch', serverMs };
      const segs = outcome.segs.map(({ codec: _codec, ...segment }) => ({
        ...segment,
        body: Uint8Array.from(segment.body),
      }));
      return { st: 'ok', head: outcome.head, segs, serverMs };
    },
    seal: async (request, serverMs) => {
      const st = await seal(database, account, devices[0] ?? '', request, serverMs);
      if (st !== 'ok' && st !== 'moved') throw new Error(st);
      return { st, serverMs };
    },
    snapshot: async (serverMs) => {
      const outcome = await snapshot(database, account, devices[0] ?? '');
      if (outcome.st === 'gone' || outcome.st === 'revoked') throw new Error(outcome.st);
      if (outcome.st === 'none') return { st: 'none', serverMs };
      return { ...outcome, state: Uint8Array.from(outcome.state), serverMs };
    },
  };
};

const first = named('epoch 1');
const sealFirst: SealRequest<Uint8Array> = { after: null, epoch: first, head: 0, state: Uint8Array.of(1) };
/** The segment of ops `from` and on; a device's chain after op i is `chained(i)`. */
const segment = (
  from: number,
  n: number,
  more: Partial<PushRequest<Uint8Array>> = {},
): PushRequest<Uint8Array> => ({
  epoch: first,
  dev: devices[0] ?? '',
  from,
  n,
  prev: from === 1 ? '' : chained(from - 1),
  next: chained(from + n - 1),
  body: Uint8Array.of(from, n),
  ...more,
});

describe.each(['memory', ...databaseKinds] as const)('the rules of sync in %s', (kind) => {
  let opened: TestDatabase | null = null;
  beforeAll(async () => {
    if (kind !== 'memory') opened = await openTestDatabase(kind);
  }, OPEN_TIMEOUT_MS);
  afterAll(async () => opened?.close());
  const newAccount = async (): Promise<Account> =>
    opened === null ? memoryAccount() : storedAccount(opened);
  const sealedAccount = async (): Promise<Account> => {
    const account = await newAccount();
    await account.seal(sealFirst, 5);
    return account;
  };

  it('without an epoch nothing is taken, and there is no snapshot', async () => {
    const account = await newAccount();
    expect(await account.snapshot(7)).toEqual({ st: 'none', serverMs: 7 });
    expect(await account.push(segment(1, 1), 7)).toEqual({ st: 'epoch', serverMs: 7 });
    expect(await account.pull({ epoch: first, after: 0, max: 9 }, 7)).toEqual({ st: 'epoch', serverMs: 7 });
    expect(await account.seal(sealFirst, 7)).toEqual({ st: 'ok', serverMs: 7 });
    expect(await account.seal({ ...sealFirst, epoch: named('other') }, 8)).toEqual({
      st: 'moved',
      serverMs: 8,
    });
    expect(await account.snapshot(9)).toEqual({
      st: 'ok',
      epoch: first,
      floor: 0,
      state: Uint8Array.of(1),
      serverMs: 9,
    });
  });

  it('numbers are dense over the devices of an account, and pages end with whole segments', async () => {
    const account = await sealedAccount();
    await account.push(segment(1, 3), 10);
    await account.push(segment(1, 2, { dev: devices[1] ?? '' }), 11);
    expect(await account.push(segment(4, 1), 12)).toEqual({
      st: 'ok',
      acked: 4,
      chain: chained(4),
      head: 6,
      serverMs: 12,
    });
    const page = await account.pull({ epoch: first, after: 0, max: 5 }, 13);
    expect(page).toMatchObject({
      st: 'ok',
      head: 6,
      segs: [
        { seq: 1, n: 3 },
        { seq: 4, n: 2 },
      ],
    });
    const small = await account.pull({ epoch: first, after: 0, max: 1 }, 13);
    expect(small).toMatchObject({ st: 'ok', segs: [{ seq: 1, n: 3, receivedMs: 10 }] });
    expect(await account.pull({ epoch: first, after: 6, max: 5 }, 13)).toMatchObject({ st: 'ok', segs: [] });
  });

  it('what was sent before is a duplicate where it ends with a stored segment in the same chain', async () => {
    const account = await sealedAccount();
    await account.push(segment(1, 3), 10);
    await account.push(segment(4, 2), 10);
    const at = { acked: 5, chain: chained(5) };
    expect(await account.push(segment(1, 3), 11)).toMatchObject({ st: 'dup', head: 5, ...at });
    expect(await account.push(segment(1, 2), 11)).toMatchObject({ st: 'resync', ...at });
    expect(await account.push(segment(1, 3, { next: chained('x') }), 11)).toMatchObject({
      st: 'resync',
      ...at,
    });
    expect(await account.push(segment(7, 1), 11)).toMatchObject({ st: 'resync', ...at });
    expect(await account.push(segment(6, 1, { prev: chained('x') }), 11)).toMatchObject({
      st: 'resync',
      ...at,
    });
  });

  it('a new epoch drops what its snapshot holds, and still knows duplicates', async () => {
    const account = await sealedAccount();
    await account.push(segment(1, 3), 10);
    const second = named('epoch 2');
    const state = Uint8Array.of(2);
    expect(await account.seal({ after: first, epoch: second, head: 2, state }, 11)).toMatchObject({
      st: 'moved',
    });
    expect(await account.seal({ after: first, epoch: second, head: 3, state }, 11)).toMatchObject({
      st: 'ok',
    });
    expect(await account.push(segment(4, 1), 12)).toMatchObject({ st: 'epoch' });
    expect(await account.pull({ epoch: second, after: 2, max: 9 }, 12)).toMatchObject({ st: 'epoch' });
    expect(await account.pull({ epoch: second, after: 3, max: 9 }, 12)).toMatchObject({ st: 'ok', segs: [] });
    expect(await account.push(segment(1, 3, { epoch: second }), 12)).toMatchObject({ st: 'dup', acked: 3 });
    expect(await account.push(segment(4, 1, { epoch: second }), 12)).toMatchObject({ st: 'ok', head: 4 });
    expect(await account.snapshot(13)).toMatchObject({ st: 'ok', epoch: second, floor: 3, state });
  });

  it('answers whatever comes as the memory server does', async () => {
    const step = fc.record({
      what: fc.constantFrom('push', 'push', 'push', 'pull', 'seal', 'snapshot'),
      dev: fc.nat({ max: 2 }),
      n: fc.integer({ min: 1, max: 3 }),
      /** How far from where it should begin. */
      off: fc.constantFrom(0, 0, 0, 0, -1, -2, -3, 1),
      isWrong: fc.constantFrom(false, false, false, false, true),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const [model, account] = [memoryAccount(), await newAccount()];
        let epoch: string | null = null;
        let head = 0;
        const acked = [0, 0, 0];
        for (const [i, { what, dev, n, off, isWrong }] of steps.entries()) {
          const ask = async (server: Account): Promise<PushReply | SealReply | object> => {
            const now = epoch ?? first;
            if (what === 'snapshot') return server.snapshot(i);
            if (what === 'pull')
              return server.pull({ epoch: now, after: Math.max(0, head - n + off), max: n }, i);
            if (what === 'seal') {
              const at = head + (isWrong ? off : 0);
              const state = Uint8Array.of(i);
              return server.seal(
                { after: epoch, epoch: named(`step ${i}`), head: Math.max(0, at), state },
                i,
              );
            }
            const from = Math.max(1, (acked[dev] ?? 0) + 1 + off);
            const more = { epoch: now, dev: devices[dev] ?? '', ...(isWrong ? { prev: chained('no') } : {}) };
            return server.push(segment(from, n, more), i);
          };
          const said = await ask(model);
          expect(await ask(account)).toEqual(said);
          const reply = said as Partial<{ st: string; acked: number; head: number }>;
          if (reply.acked !== undefined) acked[dev] = reply.acked;
          if (reply.head !== undefined) head = reply.head;
          if (what === 'seal' && reply.st === 'ok') epoch = named(`step ${i}`);
        }
      }),
      { numRuns: kind === 'memory' ? 5 : 40 },
    );
  });
});
