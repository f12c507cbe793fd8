import { describe, expect, it } from 'vitest';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { contentOf, TestServer, withSync } from './testing/laptops.ts';

describe('two laptops of one account', () => {
  it('come to hold the same: what one had before, and what both do after', async () => {
    const a = await openTestService();
    await a.call('exchange.openSample', {});
    const server = new TestServer(() => a.clock.now());
    const one = await withSync(a, server);
    await one.settle();
    const two = await withSync(await openTestService(), server);
    await two.settle();
    expect(contentOf(two)).toEqual(contentOf(one));
    expect(Object.keys(contentOf(one)).length).toBeGreaterThan(10);
    expect(two.sync.digests.kept()).toEqual(two.sync.digests.counted());
    expect(one.sync.digests.kept()).toEqual(one.sync.digests.counted());
  });
});
