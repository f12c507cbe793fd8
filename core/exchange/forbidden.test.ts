import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePolicies } from '../settings/policies/resolve-policies.ts';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { schoolPackage } from './anki/testing/school-package.ts';

const scope = {};
const whole = {
  scope,
  format: 'colpkg',
  layout: 'new',
  scheduling: true,
  media: true,
  presets: true,
} as const;

const managed = (values: Record<string, unknown>) =>
  openTestService({ policies: resolvePolicies([{ source: 'managed.json', tier: 'mandatory', values }]) });

describe('what an institution turns off', () => {
  it('is refused by name, whoever asks, and only that', async () => {
    const service = await managed({ ImportAllowed: false });
    const path = await writtenPackage(schoolPackage());
    await expect(service.call('exchange.stage', { path })).rejects.toMatchObject({
      kind: 'forbidden',
      details: { policy: 'ImportAllowed' },
    });
    // The sample course is part of the program, and export was not turned off.
    await service.call('exchange.openSample', {});
    expect((await service.call('exchange.exportCounts', { scope })).cards).toBeGreaterThan(0);
  });

  it('refuses what is an import by another name: the backup of somebody else, but not one of its own', async () => {
    const backupOf = async ({ service, call, folder }: OpenService): Promise<string> => {
      const { job } = await call('backups.make', {});
      expect((await service.jobs.ended(job)).state).toBe('done');
      const { backups } = await call('backups.list', {});
      return join(folder, 'backups', backups[0]?.file ?? '');
    };
    const theirs = await backupOf(await openTestService());
    const service = await managed({ ImportAllowed: false });
    const own = await backupOf(service);
    const ended = async (path: string) => {
      const { job } = await service.call('backups.preview', { path });
      return service.service.jobs.ended(job);
    };
    expect((await ended(theirs)).error).toEqual({ kind: 'forbidden', details: { policy: 'ImportAllowed' } });
    expect((await ended(own)).state).toBe('done');
  });

  it('refuses exports before anything is packed', async () => {
    const service = await managed({ ExportAllowed: false });
    await service.call('exchange.openSample', {});
    for (const call of [
      service.call('exchange.export', whole),
      service.call('exchange.exportEverything', {}),
      service.call('exchange.exportCounts', { scope }),
    ])
      await expect(call).rejects.toMatchObject({ kind: 'forbidden', details: { policy: 'ExportAllowed' } });
    await service.import(await writtenPackage(schoolPackage()));
  });

  it('is listed with its source, and with what made no sense', async () => {
    const service = await managed({ ExportAllowed: false, Kiosk: 'perhaps' });
    const { policies, problems } = await service.call('policies.list', {});
    expect(policies).toEqual([
      { name: 'ExportAllowed', value: false, tier: 'mandatory', source: 'managed.json' },
    ]);
    expect(problems).toMatchObject([{ source: 'managed.json', name: 'Kiosk' }]);
  });
});
