import { describe, expect, it } from 'vitest';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { deskOfReviews, Sitting } from '../load/testing/sitting.ts';
import { fateOf } from './what-goes.ts';

/** A hard sitting: enough of it for a load to be measured and for an indicator. */
const hardSitting = async (isOn: boolean): Promise<Sitting> => {
  const open = await deskOfReviews();
  if (!isOn) await open.call('settings.change', { values: { 'privacy.behavioralAnalysis': false } });
  const sitting = await Sitting.begin(open);
  await sitting.answers(12, 1);
  return sitting;
};

const concluded = ({ open }: Sitting): string[] =>
  Object.entries(fateOf).flatMap(([table, fate]) => {
    if (!('goes' in fate) || fate.goes !== 'analysis' || table === 'jobs') return [];
    return open.rows(`SELECT 1 FROM ${table} LIMIT 1`).length > 0 ? [table] : [];
  });

// Each makes a profile with months of answers first.
describe('with analysis off', { timeout: 60_000 }, () => {
  it('an answer leaves no conclusion, where the same answers leave some with it on', async () => {
    expect(concluded(await hardSitting(true))).toEqual(['struggle_indicators', 'cognitive_load_metrics']);
    const off = await hardSitting(false);
    expect(concluded(off)).toEqual([]);
    // What the owner did is there, and counted.
    expect(off.open.rows('SELECT 1 FROM reviews WHERE session_id IS NOT NULL')).toHaveLength(12);
  });

  it('no job works, whoever starts it', async () => {
    const sitting = await hardSitting(false);
    const { call, service } = sitting.open;
    for (const start of ['twin.analyse', 'twin.assess', 'twin.generatePredictions'] as const)
      await resultOf(service, (await call(start, {})).job);
    await expect(call('twin.fitRecall', {})).rejects.toMatchObject({ kind: 'invalid' });
    expect(concluded(sitting)).toEqual([]);
  });

  it('screens are told so', async () => {
    const { open } = await hardSitting(false);
    const isOff = { isOn: false };
    expect(await open.call('twin.predictions', { state: 'standing', limit: 10 })).toMatchObject(isOff);
    expect(await open.call('twin.headsUp', {})).toEqual({ predictions: [] });
    expect(await open.call('twin.health', {})).toMatchObject(isOff);
    expect(await open.call('twin.indicators', {})).toMatchObject(isOff);
    expect(await open.call('twin.scorecard', { model: null })).toMatchObject(isOff);
    expect(await open.call('twin.load', {})).toMatchObject(isOff);
  });
});
