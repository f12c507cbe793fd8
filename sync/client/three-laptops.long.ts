import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { killLaptops } from './testing/kill-laptops.ts';

const minutes = 30;

describe('three service processes and a server over loopback', () => {
  it(
    `hold the same after ${minutes} minutes of work, kills and a bad network`,
    async () => {
      const healed = await killLaptops(temporaryFolder(), 2, minutes * 60_000, 120_000);
      expect(healed.failures).toEqual([]);
      expect(healed.kills).toBeGreaterThan(100);
      expect(healed.restMs).toBeLessThan(120_000);
      expect(healed.said.every(({ kept, incomplete }) => kept && !incomplete)).toBe(true);
    },
    minutes * 60_000 + 600_000,
  );
});
