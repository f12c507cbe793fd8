import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, type AppContract } from '#core/contract.ts';
import type { Handlers } from '#core/rpc/compose.ts';
import { RpcError } from '#core/rpc/errors.ts';
import { profileAt } from '#core/store/profile.ts';
import { makeNewer } from '#core/store/testing/make-newer.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { uidSource } from '#core/store/uid.ts';
import { fileLog } from './log.ts';
import { onlyReading, readingCommands } from './only-reading.ts';
import { serveProfile, type Served } from './serve-profile.ts';
import {
  copyProfile,
  importPackage,
  resultOf,
  startTestService,
  type TestService,
} from './testing/test-service.ts';

const caller = { caller: 'test' } as const;
const refusal = { kind: 'read_only', details: { reason: 'newer_store', found: 9999 } };
const names = Object.keys(contract) as (keyof AppContract)[];

describe('the commands of a store that is only read', () => {
  it('are refused, but for those that are known to change nothing of it', () => {
    const handlers = Object.fromEntries(
      names.map((name) => [name, () => name]),
    ) as unknown as Handlers<AppContract>;
    const guarded = onlyReading(handlers, new RpcError('read_only')) as unknown as Record<
      string,
      () => unknown
    >;
    const refused = names.filter((name) => {
      try {
        return guarded[name]?.() !== name;
      } catch (error) {
        return error instanceof RpcError && error.kind === 'read_only';
      }
    });
    const commands = names.filter((name) => contract[name].kind === 'command');
    expect(refused).toEqual(
      commands.filter((name) => !(readingCommands as readonly string[]).includes(name)),
    );
  });
});

describe('a profile that a newer version wrote, and lets this one read', () => {
  const root = mkdtempSync(join(tmpdir(), 'americano-newer-'));
  const known = join(root, 'known');
  const newer = join(root, 'newer');
  let service: TestService;
  let before: Buffer;

  beforeAll(async () => {
    const first = await startTestService(known);
    await first.server.call('exchange.openSample', {}, caller);
    await first.store.settle();
    await first.close();
    copyProfile(known, newer);
    makeNewer(newer, { minWriter: 9999 });
    before = readFileSync(profileAt(newer).store);
    // An error that nobody waits for would fail this: nothing may try to write by itself.
    service = await startTestService(newer, testClock());
  }, 60_000);
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('answers every query as one that may be written', async () => {
    const writable = await startTestService(copyProfile(known, join(root, 'writable')), testClock());
    const outcome = async (of: TestService, name: keyof AppContract): Promise<string> => {
      try {
        // Whether a query takes the empty object is asked of the query itself.
        await of.server.call(name as 'study.today', {}, caller);
        return 'answers';
      } catch (error) {
        return error instanceof RpcError ? error.kind : String(error);
      }
    };
    const queries = names.filter((name) => contract[name].kind === 'query');
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const name of queries) {
      found[name] = await outcome(service, name);
      expected[name] = await outcome(writable, name);
    }
    expect(found).toEqual(expected);
    expect(Object.values(found).filter((one) => one === 'answers').length).toBeGreaterThan(20);
    expect(await service.server.call('study.today', {}, caller)).toEqual(
      await writable.server.call('study.today', {}, caller),
    );
    await writable.close();
  }, 60_000);

  it('refuses what would write it, with one word for all of it', async () => {
    const { server } = service;
    await expect(server.call('study.start', { scope: {} }, caller)).rejects.toMatchObject(refusal);
    await expect(server.call('exchange.openSample', {}, caller)).rejects.toMatchObject(refusal);
    await expect(server.call('store.undo', {}, caller)).rejects.toMatchObject(refusal);
    await expect(server.call('store.check', {}, caller)).rejects.toMatchObject(refusal);
    await expect(server.call('store.rebuild', {}, caller)).rejects.toMatchObject(refusal);
    await expect(server.call('backups.make', {}, caller)).rejects.toMatchObject(refusal);
  });

  it('is exported by jobs that leave no trace in it', async () => {
    const { server, jobs } = service;
    const file = join(root, 'exported.apkg');
    const { job } = await server.call(
      'exchange.export',
      { path: file, scope: {}, format: 'apkg', layout: 'new', scheduling: true, media: true, presets: true },
      caller,
    );
    await resultOf(service, job);
    const json = join(root, 'everything.json');
    const everything = await server.call('exchange.exportEverything', { path: json }, caller);
    await resultOf(service, everything.job);
    expect(jobs.list().map(({ kind, state }) => [kind, state])).toEqual([
      ['exchange.exportEverything', 'done'],
      ['exchange.export', 'done'],
    ]);
    expect(readdirSync(profileAt(newer).staging)).toEqual([]);

    const elsewhere = await startTestService(join(root, 'elsewhere'), testClock());
    await importPackage(elsewhere, file);
    const { notes, cards } = await server.call('store.info', {}, caller);
    expect(await elsewhere.server.call('store.info', {}, caller)).toMatchObject({ notes, cards });
    await elsewhere.close();
  }, 60_000);

  it('is left as it was when all of this is over', async () => {
    await service.close();
    expect(readFileSync(profileAt(newer).store).equals(before)).toBe(true);
  });
});

describe('a host of such a profile', () => {
  it('tells its pages, and never offers to mend what a newer version wrote', async () => {
    const root = mkdtempSync(join(tmpdir(), 'americano-newer-'));
    const folder = join(root, 'profile');
    await (await startTestService(folder)).close();
    makeNewer(folder, { minWriter: 9999 });
    const clock = testClock();
    const served: Served = await serveProfile({ folder, clock, ids: uidSource(clock), log: fileLog(folder) });
    expect(served).toMatchObject({ isReadOnly: true, isDamaged: false, isBusy: false });
    await expect(served.server.call('repair.look', {}, caller)).rejects.toMatchObject({ kind: 'forbidden' });
    await served.close();
    expect(readdirSync(folder).filter((name) => name === 'service.log')).toEqual([]);
    rmSync(root, { recursive: true, force: true });
  }, 60_000);
});
