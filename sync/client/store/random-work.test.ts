import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { contentOf, TestServer, withSync, type Laptop } from './testing/laptops.ts';
import { derivedProblems } from '#electron/service/testing/kill-checks.ts';
import { applyHeld } from './held-deletions.ts';
import { RandomWork } from './testing/random-work.ts';

/** Three laptops at work, each away from the network for stretches; then all can reach it. */
const campaign = async (seed: number, steps: number): Promise<Laptop[]> => {
  const first = await openTestService();
  await first.call('exchange.openSample', {});
  const server = new TestServer(() => first.clock.now());
  const laptops: Laptop[] = [];
  for (const open of [first, await openTestService(), await openTestService()]) {
    const laptop = await withSync(open, server);
    laptops.push(laptop);
    await laptop.settle();
  }
  const works = laptops.map(({ service }, place) => new RandomWork(service, seed * 10 + place));
  const random = seededRandom(seed);
  for (let step = 0; step < steps; step += 1) {
    const place = random.whole(0, laptops.length - 1);
    await works[place]?.step();
    if (random.unit() < 0.08) await laptops[place]?.settle();
  }
  for (let round = 0; round < 3; round += 1)
    for (const { settle, service, sync } of laptops) {
      await settle();
      // Somebody who takes back the whole sample course deletes more than others take unseen.
      await service.store.write('test.applyHeld', (tx) => applyHeld(tx, sync), { noUndo: true });
    }
  return laptops;
};

/** Rows that only one of two has, as they travel. */
const differences = (one: Laptop, other: Laptop): unknown[] => {
  const [a, b] = [contentOf(one), contentOf(other)];
  return Object.keys(a)
    .filter((table) => a[table] !== b[table])
    .map((table) => {
      const [mine, theirs] = [one, other].map((laptop) => new Set(laptop.sync.told(table)));
      const only = (set?: Set<string>, than?: Set<string>): string[] =>
        [...(set ?? [])].filter((row) => than?.has(row) !== true).slice(0, 2);
      return { table, mine: only(mine, theirs), theirs: only(theirs, mine) };
    });
};

describe('three laptops at random work', () => {
  it.each([1, 2, 3, 4])(
    'agree on every row in the end, and on what follows from it (seed %i)',
    async (seed) => {
      const laptops = await campaign(seed, 160);
      const [one, ...others] = laptops;
      if (one === undefined) throw new Error('no laptop');
      for (const other of others) expect(differences(one, other)).toEqual([]);
      for (const laptop of laptops) {
        expect(laptop.sync.digests.kept()).toEqual(laptop.sync.digests.counted());
        expect(laptop.rows('SELECT id FROM quarantine')).toEqual([]);
        expect(laptop.rows('SELECT id FROM pending_ops')).toEqual([]);
        expect(laptop.rows('SELECT dseq FROM sync_ops WHERE dseq > 0').length).toBeLessThanOrEqual(1);
        expect(laptop.rows('PRAGMA foreign_key_check')).toEqual([]);
        expect(await derivedProblems(laptop.service)).toEqual([]);
      }
    },
    240_000,
  );
});
