import type { Policies } from '#core/settings/policies/resolve-policies.ts';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AppContract } from '#core/contract.ts';
import type { ImportPreview, ImportReport } from '#core/exchange/contract.ts';
import type { PackageDescription } from '#core/exchange/anki/testing/package-description.ts';
import { writePackage, type WritableVersion } from '#core/exchange/anki/testing/write-package.ts';
import type { InputOf, OutputOf, ProcedureName, StreamName } from '#core/rpc/contract.ts';
import { testClock, type TestClock } from '#core/store/testing/test-clock.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { copyProfile, resultOf, startTestService, type TestService } from './test-service.ts';

type CallName = Exclude<ProcedureName<AppContract>, StreamName<AppContract>>;

/** The real service on a profile of the test's own, asked through its contract. */
export type OpenService = {
  readonly service: TestService;
  readonly clock: TestClock;
  readonly folder: string;
  call<N extends CallName>(
    name: N,
    input: InputOf<AppContract, N>,
    caller?: 'page' | 'test',
  ): Promise<OutputOf<AppContract, N>>;
  /** What an import of a file would do; nothing done yet. */
  stage(path: string): Promise<ImportPreview>;
  /** Merges what was staged and waits for its derived rows. */
  merge(staging: string): Promise<ImportReport>;
  import(path: string): Promise<ImportReport>;
  /** Rows by plain SQL: the test's own look into the file. */
  rows<Row>(sql: string, ...params: unknown[]): Row[];
  /** Ends the service as a shutdown does and starts it on the same profile. */
  restart(): Promise<OpenService>;
  close(): Promise<void>;
};

const around = (service: TestService): OpenService => {
  const { clock, folder, server, store } = service;
  const call: OpenService['call'] = (name, input, caller = 'test') => server.call(name, input, { caller });
  const stage = async (path: string): Promise<ImportPreview> => {
    const { job } = await call('exchange.stage', { path });
    return (await resultOf(service, job)) as ImportPreview; // the contract's own shape of this job's result
  };
  const merge = async (staging: string): Promise<ImportReport> => {
    const { job } = await call('exchange.merge', { staging });
    const report = (await resultOf(service, job)) as ImportReport; // as above
    await store.settle();
    // A merge writes without SQLite's check of foreign keys; every merge of every test shows that it needs none.
    expect(store.connection.pragma('foreign_key_check')).toEqual([]);
    return report;
  };
  return {
    service,
    clock,
    folder,
    call,
    stage,
    merge,
    import: async (path) => merge((await stage(path)).staging),
    rows: (sql, ...params) => store.connection.prepare(sql).all(...params) as never[],
    restart: async () => {
      await service.close();
      // The ids of a start are seeded by its moment.
      clock.advance(1000);
      return started(folder, clock);
    },
    close: () => service.close(),
  };
};

const started = async (folder: string, clock: TestClock, policies?: Policies): Promise<OpenService> => {
  const service = await startTestService(folder, clock, policies);
  onTestFinished(() => service.close());
  return around(service);
};

/** Opens the service; it is closed, and a folder of its own removed, when the test ends. */
export const openTestService = (
  parts: { folder?: string; clock?: TestClock; policies?: Policies } = {},
): Promise<OpenService> =>
  started(parts.folder ?? temporaryFolder(), parts.clock ?? testClock(), parts.policies);

/** A profile on the disk, made once for many tests; each opens a copy of its own. */
export const profileMaker = (fill: (open: OpenService) => Promise<unknown>): (() => Promise<OpenService>) => {
  let made: Promise<{ folder: string; now: number }> | undefined;
  const make = async (): Promise<{ folder: string; now: number }> => {
    const folder = mkdtempSync(join(tmpdir(), 'americano-profile-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const service = await startTestService(folder);
    await fill(around(service));
    await service.close();
    return { folder, now: service.clock.now() };
  };
  return async () => {
    made ??= make();
    const { folder, now } = await made;
    return started(copyProfile(folder, join(temporaryFolder(), 'profile')), testClock(now + 1000));
  };
};

/** Writes a package into a folder that is removed when the test ends, and gives its path. */
export const writtenPackage = async (
  description: PackageDescription,
  version: WritableVersion = 3,
): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'deck.apkg');
  await writePackage(path, version, description);
  return path;
};

/** What waits in the staging folder of a profile. */
export const stagedEntries = ({ service }: OpenService): string[] => {
  const { staging } = service.store.profile;
  return existsSync(staging) ? readdirSync(staging) : [];
};
