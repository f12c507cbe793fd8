import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFacts } from '#electron/service/testing/facts.ts';
import { openTestService, stagedEntries } from '#electron/service/testing/open-test-service.ts';
import { defaultSettings } from '../../settings/contract.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { PackageRefusedError } from '../anki/package-refused.ts';
import { samplePackage } from '../anki/testing/sample-package.ts';
import { seededRandom } from '../anki/testing/seeded-random.ts';
import { writeCollection } from '../anki/testing/write-collection.ts';
import { performTask } from '../worker/perform-task.ts';
import { spoilValues } from './testing/value-fuzz.ts';

const cases = 250;

/** Odd values in sound collections, staged and compared with the store by the real code of the worker. */
it.each([11, 18] as const)(
  `odd values of schema %i are staged or refused, and the store holds what it held (${cases} cases)`,
  { timeout: 120_000 },
  async (schema) => {
    const open = await openTestService();
    const folder = temporaryFolder();
    const sound = join(folder, 'sound.anki2');
    const spoilt = join(folder, 'spoilt.anki2');
    writeCollection(sound, schema, samplePackage);
    const random = seededRandom(schema);
    const outcomes = new Map<string, number>();
    const before = readFacts(open);
    for (let round = 0; round < cases; round += 1) {
      const written = await spoilValues(sound, spoilt, random);
      const staging = round.toString(16).padStart(32, '0');
      const home = join(open.service.store.profile.staging, staging);
      mkdirSync(home);
      const outcome = await performTask(
        {
          kind: 'stage_anki',
          profile: open.folder,
          staging,
          path: spoilt,
          label: 'spoilt.anki2',
          now: open.clock.now(),
          zone: open.clock.zone(),
          settings: defaultSettings,
        },
        () => {},
        new AbortController().signal,
      ).then(
        () => 'staged',
        (error: unknown) => {
          if (error instanceof PackageRefusedError) return error.reason;
          throw new Error(`${written.join('; ')}: ${String(error)}`, { cause: error });
        },
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      rmSync(home, { recursive: true });
    }
    expect(readFacts(open)).toEqual(before);
    expect(stagedEntries(open)).toEqual([]);
    expect(outcomes.get('staged') ?? 0).toBeGreaterThan(cases / 10);
    expect(outcomes.get('bad_field') ?? 0).toBeGreaterThan(cases / 10);
  },
);

it(
  'odd values that were read can be merged, and checks of the store find nothing',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const sound = join(folder, 'sound.anki2');
    writeCollection(sound, 11, samplePackage);
    const random = seededRandom(77);
    const open = await openTestService();
    let merged = 0;
    for (let round = 0; round < 12; round += 1) {
      const spoilt = join(folder, `spoilt-${round}.anki2`);
      const written = await spoilValues(sound, spoilt, random);
      const { job } = await open.call('exchange.stage', { path: spoilt });
      const staged = await open.service.jobs.ended(job);
      if (staged.state !== 'done') {
        expect({ written, error: staged.error }).toMatchObject({
          written,
          error: { kind: 'package_refused' },
        });
        continue;
      }
      const { staging } = staged.result as { staging: string }; // an import preview
      await open.merge(staging);
      merged += 1;
    }
    expect(merged).toBeGreaterThan(3);
    const { job } = await open.call('store.check', {});
    expect(await open.service.jobs.ended(job)).toMatchObject({ state: 'done', result: { defects: [] } });
  },
);
