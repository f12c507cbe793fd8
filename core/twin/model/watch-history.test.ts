import { expect, it, onTestFinished } from 'vitest';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { analyse } from './analyse.ts';
import { Analyses } from './analyses.ts';
import { unmanaged } from '../privacy/permits.ts';
import { watchHistory } from './watch-history.ts';

it(
  'reads a history soon after it came, and again on a day that brought answers',
  { timeout: 60_000 },
  async () => {
    const open = await openTestService();
    const { store, jobs } = open.service;
    let count = 0;
    const analyses = new Analyses({
      store,
      jobs,
      permits: unmanaged,
      analyse: async (today) => {
        count += 1;
        return analyse(store, today);
      },
    });
    onTestFinished(
      watchHistory({
        store,
        jobs,
        analyses,
        idleMs: 20,
        soonMs: 1,
        onError: (error) => {
          throw error;
        },
      }),
    );
    expect(analyses.news).toBe('none');
    await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 3, days: 20 })).job);
    await expect
      .poll(async () => (await open.call('twin.history', {})).history?.answers, { timeout: 20_000 })
      .toBeGreaterThan(100);
    await expect.poll(() => jobs.runningCount, { timeout: 20_000 }).toBe(0);
    expect([count, analyses.news]).toEqual([1, 'none']);
    open.clock.advance(24 * 60 * 60_000);
    expect(analyses.news).toBe('none');
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('nothing to study');
    await open.call('study.answer', {
      request: '0'.repeat(31) + '1',
      session: session.uid,
      card: step.rendered.card,
      rating: 3,
      durationMs: 4000,
    });
    await expect.poll(() => count, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => jobs.runningCount, { timeout: 20_000 }).toBe(0);
    // What was concluded is gone, and concluded anew from the answers that are left.
    await open.call('twin.eraseBehavioralData', { word: 'erase' });
    await expect.poll(() => count, { timeout: 20_000 }).toBe(3);
    await expect
      .poll(async () => (await open.call('twin.history', {})).history?.answers, { timeout: 20_000 })
      .toBeGreaterThan(100);
  },
);
