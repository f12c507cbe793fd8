import { cpSync } from 'node:fs';
import { seededFill } from '../../cli/seeded-fill.ts';
import { noPolicies, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { uidSource } from '#core/store/uid.ts';
import { testClock, type TestClock } from '#core/store/testing/test-clock.ts';
import { startService, type Service } from '../start-service.ts';

export type TestService = Service & { clock: TestClock; folder: string };

/** The service of a profile, with a clock and ids of the test's own; every error nobody waits for fails the test. */
export const startTestService = async (
  folder: string,
  clock = testClock(),
  policies: Policies = noPolicies,
): Promise<TestService> => {
  const log = {
    slow: () => {},
    unexpected: (error: unknown): string => {
      throw error;
    },
  };
  const service = await startService({
    folder,
    clock,
    ids: uidSource(clock, seededFill(`${folder} ${clock.now()}`)),
    log,
    policies,
    // A test that wants an analysis asks for it: what came by itself would come at any moment.
    watches: false,
  });
  return { ...service, clock, folder };
};

/** Waits for the end of a job and gives its result. Throws when it did not end well. */
export const resultOf = async (service: Service, job: string): Promise<unknown> => {
  const end = await service.jobs.ended(job);
  if (end.state !== 'done') throw new Error(`the job ended as ${end.state}: ${JSON.stringify(end.error)}`);
  return end.result;
};

/** Imports a package and waits until its derived rows are there. */
export const importPackage = async (service: Service, path: string): Promise<void> => {
  const caller = { caller: 'test' } as const;
  const staged = await service.server.call('exchange.stage', { path }, caller);
  const { staging } = (await resultOf(service, staged.job)) as { staging: string };
  const merged = await service.server.call('exchange.merge', { staging }, caller);
  await resultOf(service, merged.job);
  await service.store.settle();
};

/** A copy of a closed profile. */
export const copyProfile = (from: string, to: string): string => {
  cpSync(from, to, { recursive: true });
  return to;
};
