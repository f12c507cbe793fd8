import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { schoolPackage } from '../anki/testing/school-package.ts';

/** The place of a title in the whole library. */
const placeOf = async (open: OpenService, title: string) => {
  const place = (await open.call('presets.list', {})).places.find((found) => found.title === title);
  if (place === undefined) throw new Error(`no place ${title}`);
  return { kind: place.kind, uid: place.uid };
};

/** A school whose Biology has a preset; Physics follows the settings. */
const withPreset = profileMaker(async (open) => {
  await open.import(await writtenPackage(schoolPackage()));
  const { preset } = await open.call('presets.create', { name: 'Strict', values: { newPerDay: 7 } });
  await open.call('presets.assign', { ...(await placeOf(open, 'Biology')), preset });
});

const exported = async (open: OpenService): Promise<string> => {
  const path = join(temporaryFolder(), 'out.apkg');
  const choice = {
    scope: {},
    format: 'apkg',
    layout: 'new',
    scheduling: true,
    media: true,
    presets: true,
  } as const;
  const { job } = await open.call('exchange.export', { ...choice, path });
  await resultOf(open.service, job);
  return path;
};

describe('deck options of an own export', () => {
  it('are known again where it is read back: nothing is added that no place would use', async () => {
    const open = await withPreset();
    const before = await open.call('presets.list', {});
    const preview = await open.stage(await exported(open));
    expect(preview.presets).toEqual(['Strict']);
    await open.merge(preview.staging);
    expect(await open.call('presets.list', {})).toEqual(before);
  });

  it('hold elsewhere for the same places, also for those that only lie in one that has a preset', async () => {
    const open = await withPreset();
    const other = await openTestService();
    await other.import(await exported(open));
    const newPerDay = async (title: string): Promise<number> =>
      (await other.call('presets.effective', await placeOf(other, title))).values.newPerDay;
    const { settings } = await other.call('presets.list', {});
    expect(await Promise.all(['Biology', 'Cells', 'Membranes', 'Waves'].map(newPerDay))).toEqual([
      7,
      7,
      7,
      settings.newPerDay,
    ]);
  });
});
