import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisRateLimits } from '../limits/redis-rate-limits.ts';
import { MemoryRateLimits } from '../limits/rate-limits.ts';
import { named } from '../testing/ids.ts';
import { findRedis, startRedis, type PrivateRedis } from '../testing/private-redis.ts';
import { MemoryPokes } from './pokes.ts';
import { RedisPokes } from './redis-pokes.ts';

/** Waits as long as it takes; a test that waits for ever fails by the bound of all tests. */
const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const [account, one, two] = [named('account'), named('one'), named('two')];

describe('limits of one process', () => {
  it('are a bucket that fills evenly, for each key', async () => {
    const limits = new MemoryRateLimits();
    const take = (key: string, nowMs: number): Promise<number> => limits.take(key, 60, nowMs);
    for (let i = 0; i < 60; i += 1) expect(await take('a', 0)).toBe(0);
    expect(await take('a', 0)).toBe(1000);
    expect(await take('b', 0)).toBe(0);
    expect(await take('a', 600)).toBe(400);
    expect(await take('a', 1000)).toBe(0);
    // A clock that goes back gives nothing.
    expect(await take('a', 500)).toBe(1000);
  });
});

describe('pokes of one process', () => {
  it('reach who listens for the account, and nobody is kept', () => {
    const pokes = new MemoryPokes();
    const heard: string[] = [];
    const stop = pokes.listen(account, ({ dev, head }) => heard.push(`${dev} ${head}`));
    pokes.poke(account, one, 3);
    pokes.poke(named('other'), one, 4);
    stop();
    pokes.poke(account, one, 5);
    expect(heard).toEqual([`${one} 3`]);
    expect(pokes.accounts).toBe(0);
  });
});

describe.skipIf(findRedis() === undefined)('two instances with one Redis', () => {
  let redis: PrivateRedis & { readonly port: number };
  let failures = 0;
  const onFailure = (): void => void (failures += 1);
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('share limits and hear each other; without Redis they go on alone, and find it again', async () => {
    const [here, there] = [new RedisPokes(redis.url, onFailure), new RedisPokes(redis.url, onFailure)];
    const limits = [new RedisRateLimits(redis.url, onFailure), new RedisRateLimits(redis.url, onFailure)];
    const heard: number[] = [];
    const stop = there.listen(account, ({ dev, head }) => void (dev === one && heard.push(head)));
    const ownHeard: number[] = [];
    here.listen(account, ({ dev, head }) => void (dev === two && ownHeard.push(head)));
    const take = (i: number, key: string): Promise<number> =>
      limits[i % 2]?.take(key, 10, 1000) ?? Promise.resolve(-1);
    try {
      await until(() => {
        here.poke(account, one, 7);
        return heard.length > 0;
      });
      expect(heard[0]).toBe(7);
      // Both are connected once a bucket that one emptied is empty for the other.
      let round = 0;
      await until(async () => {
        round += 1;
        for (let i = 0; i < 10; i += 1) await take(i, `shared ${round}`);
        return (await take(0, `shared ${round}`)) > 0 && (await take(1, `shared ${round}`)) > 0;
      });
      await redis.stop();
      await until(() => {
        here.poke(account, two, 8);
        return ownHeard.includes(8);
      });
      for (let i = 0; i < 20; i += 1) expect(await take(i, 'alone')).toBe(0);
      expect(await take(0, 'alone')).toBeGreaterThan(0);
      expect(failures).toBeGreaterThan(0);
      const { port } = redis;
      redis = await startRedis(port);
      heard.length = 0;
      await until(() => {
        here.poke(account, one, 9);
        return heard.includes(9);
      });
      stop();
    } finally {
      await Promise.all([here.close(), there.close(), ...limits.map((limit) => limit.close())]);
    }
  }, 60_000);
});
