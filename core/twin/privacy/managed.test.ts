import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { copyProfile, resultOf } from '#electron/service/testing/test-service.ts';
import { resolvePolicies, type Policies } from '../../settings/policies/resolve-policies.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { deskOfReviews, Sitting } from '../load/testing/sitting.ts';
import { fateOf } from './what-goes.ts';

const managed = (values: Record<string, unknown>): Policies =>
  resolvePolicies([{ source: 'managed.json', tier: 'mandatory', values }]);

/** The same profile on a machine where these features may run. */
const under = async (open: OpenService, features: readonly string[]): Promise<OpenService> => {
  await open.close();
  const folder = copyProfile(open.folder, `${temporaryFolder()}/managed`);
  return openTestService({ folder, clock: open.clock, policies: managed({ TwinFeatures: features }) });
};

const concluded = (open: OpenService): string[] =>
  Object.entries(fateOf).flatMap(([table, fate]) => {
    if (!('goes' in fate) || fate.goes !== 'analysis' || table === 'jobs') return [];
    return open.rows(`SELECT 1 FROM ${table} LIMIT 1`).length > 0 ? [table] : [];
  });

const forbidden = { kind: 'forbidden', details: { policy: 'TwinFeatures' } };

/** A history that everything was concluded from. */
const known = profileMaker(async (open) => {
  const run = async (job: Promise<{ job: string }>): Promise<unknown> =>
    resultOf(open.service, (await job).job);
  await run(open.call('exchange.simulateLearner', { seed: 7, days: 20 }));
  await open.service.store.settle();
  await run(open.call('twin.analyse', {}));
  await run(open.call('twin.assess', {}));
  await run(open.call('twin.generatePredictions', {}));
});

// Each makes a profile with months of answers first.
describe('an institution that turns the twin off', { timeout: 300_000 }, () => {
  it('is obeyed by every answer: no load, no indicator, though the owner lets it look', async () => {
    const open = await under(await deskOfReviews(), []);
    const sitting = await Sitting.begin(open);
    await sitting.answers(12, 1);
    expect(concluded(open)).toEqual([]);
    expect(open.rows('SELECT 1 FROM reviews WHERE session_id IS NOT NULL')).toHaveLength(12);
    expect(await open.call('twin.load', {})).toMatchObject({ isOn: false, reading: null });
    expect(await open.call('twin.indicators', {})).toMatchObject({ isOn: false });
  });

  it('is obeyed by every job and every screen, and what was collected stays the owner’s', async () => {
    const before = await known();
    expect((await before.call('twin.history', {})).history).not.toBeNull();
    expect((await before.call('twin.predictions', { state: 'standing', limit: 5 })).total).toBeGreaterThan(0);
    expect((await before.call('twin.burnout', {})).computedAt).not.toBeNull();
    expect(await before.call('twin.parts', {})).toEqual({
      analysis: 'on',
      predictions: 'on',
      wellbeing: 'on',
    });
    const tables = concluded(before);
    const open = await under(before, []);
    expect(await open.call('twin.parts', {})).toEqual({
      analysis: 'forbidden',
      predictions: 'forbidden',
      wellbeing: 'forbidden',
    });
    for (const start of [
      'twin.analyse',
      'twin.assess',
      'twin.generatePredictions',
      'twin.retrain',
      'twin.fitRecall',
    ] as const)
      await expect(open.call(start, {})).rejects.toMatchObject(forbidden);
    const ask = { offset: 0, limit: 10 };
    await expect(open.call('twin.evidence', { ask: { of: 'measured' }, ...ask })).rejects.toMatchObject(
      forbidden,
    );
    expect(await open.call('twin.history', {})).toEqual({ computedAt: null, history: null });
    expect(await open.call('twin.rhythm', {})).toBeNull();
    expect(await open.call('twin.memory', {})).toBeNull();
    expect(await open.call('twin.patterns', {})).toEqual({ patterns: [] });
    expect(await open.call('twin.patternTimeline', {})).toEqual({ patterns: [] });
    expect(await open.call('twin.predictions', { state: 'ended', limit: 5 })).toMatchObject({
      isOn: false,
      total: 0,
    });
    expect(await open.call('twin.headsUp', {})).toEqual({ predictions: [] });
    expect(await open.call('twin.health', {})).toMatchObject({ isOn: false });
    expect(await open.call('twin.scorecard', { model: null })).toMatchObject({ isOn: false });
    expect(await open.call('twin.recallModel', {})).toMatchObject({ state: 'off' });
    expect(await open.call('twin.burnout', {})).toEqual({
      computedAt: null,
      risk: null,
      assessments: [],
      levels: [],
    });
    expect(await open.call('twin.stressPatterns', {})).toMatchObject({ computedAt: null, patterns: [] });
    expect(await open.call('twin.loadDays', {})).toEqual({ computedAt: null, days: [] });
    expect(await open.call('twin.loadTimeline', { days: 90 })).toMatchObject({ sessions: [] });
    // Nothing was erased by it, all of it can be taken along, and the owner can let go of it.
    expect(concluded(open)).toEqual(tables);
    await resultOf(open.service, (await open.call('exchange.exportEverything', {})).job);
    await open.call('twin.eraseBehavioralData', { word: 'erase' });
    expect(concluded(open)).toEqual([]);
  });

  it('turns off one part and leaves the other', async () => {
    const open = await under(await known(), ['wellbeing']);
    expect(await open.call('twin.parts', {})).toEqual({
      analysis: 'on',
      predictions: 'forbidden',
      wellbeing: 'on',
    });
    await expect(open.call('twin.generatePredictions', {})).rejects.toMatchObject(forbidden);
    await resultOf(open.service, (await open.call('twin.assess', {})).job);
    expect((await open.call('twin.burnout', {})).computedAt).not.toBeNull();
    expect((await open.call('twin.history', {})).history).not.toBeNull();
    expect(await open.call('twin.predictions', { state: 'standing', limit: 5 })).toMatchObject({
      isOn: false,
    });
  });
});

describe('an institution that forbids sharing', () => {
  it('is obeyed whoever asks, and a consent from before is none here', async () => {
    const before = await openTestService();
    await before.call('settings.change', { values: { 'privacy.sharing': true } });
    await before.close();
    const open = await openTestService({
      folder: before.folder,
      clock: before.clock,
      policies: managed({ SharingAllowed: false }),
    });
    expect((await open.call('settings.read', {}))['privacy.sharing']).toBe(false);
    await expect(open.call('settings.change', { values: { 'privacy.sharing': true } })).rejects.toMatchObject(
      { kind: 'forbidden', details: { policy: 'SharingAllowed' } },
    );
    const changed = await open.call('settings.change', { values: { 'privacy.notifications': false } });
    expect(changed).toMatchObject({ 'privacy.sharing': false, 'privacy.notifications': false });
  });
});
