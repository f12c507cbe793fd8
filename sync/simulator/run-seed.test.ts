import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { runSeed, type SeedFailure } from './run-seed.ts';

const SEEDS = 2000;

const firstFailure = (seeds: number, mutant: string | null): SeedFailure | null => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const failure = runSeed(seed, mutant);
    if (failure !== null) return failure;
  }
  return null;
};

describe('the protocol in a simulated world', () => {
  it(`loses nothing, agrees and comes to rest in ${SEEDS} seeds`, { timeout: 600_000 }, () => {
    expect(firstFailure(SEEDS, null)).toBeNull();
  });

  it('goes the same way for the same seed', () => {
    expect(runSeed(17, 'no-forks')).toEqual(runSeed(17, 'no-forks'));
  });

  it.each(Object.keys(mutants))('finds out about %s', { timeout: 600_000 }, (mutant) => {
    expect(firstFailure(SEEDS, mutant)).not.toBeNull();
  });

  const twins = Object.keys(mutants).filter((name) => mutants[name]?.without !== undefined);
  it.each(twins)('goes well without what would make up for %s', { timeout: 600_000 }, (mutant) => {
    expect(firstFailure(100, `without:${mutant}`)).toBeNull();
  });
});
