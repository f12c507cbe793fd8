import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { killLaptops } from './testing/kill-laptops.ts';

// Half an hour of it is in three-laptops.long.ts.
describe('three service processes and a server over loopback', () => {
  it('hold the same after a minute of work, kills and a bad network', async () => {
    const healed = await killLaptops(temporaryFolder(), 1, 60_000, 120_000);
    expect(healed.failures).toEqual([]);
    expect(healed.kills).toBeGreaterThan(3);
    expect(healed.restMs).toBeLessThan(120_000);
    expect(healed.said.every(({ kept, incomplete }) => kept && !incomplete)).toBe(true);
  }, 400_000);
});
