import { Chaos } from './chaos.ts';
import { check, checkAgainstHistory } from './check.ts';
import {
  allAreCompared,
  allAreUpdated,
  copiesSendTheSame,
  damageIsHealed,
  deletionsAreHeld,
  lastWriterWins,
  pageOfAnotherFile,
  staleDeviceJoins,
} from './epilogues.ts';
import { Failure, type SeedFailure } from './failure.ts';
import { heal } from './heal.ts';
import { Lost } from './losses.ts';
import { rulesOf } from './mutants.ts';
import { World } from './world.ts';

export type { SeedFailure };

/** Runs one seed: trouble, then a network that works; then all devices must hold the same, and everything. */
export function runSeed(seed: number, mutant: string | null = null): SeedFailure | null {
  const world = new World(seed, rulesOf(mutant));
  const { random } = world;
  try {
    new Chaos(world).run();
    heal(world);
    allAreUpdated(world);
    heal(world);
    allAreCompared(world);
    check(world);
    checkAgainstHistory(world);
    lastWriterWins(world);
    if (random.unit() < 0.1) pageOfAnotherFile(world);
    if (random.unit() < 0.06) copiesSendTheSame(world);
    if (random.unit() < 0.1) staleDeviceJoins(world);
    if (world.hasExtras && random.unit() < 0.25) deletionsAreHeld(world);
    if (random.unit() < 0.1) damageIsHealed(world);
    return null;
  } catch (error) {
    if (error instanceof Failure) return { seed, kind: error.kind, what: error.message };
    if (error instanceof Lost) return { seed, kind: 'lost', what: error.message };
    return {
      seed,
      kind: 'error',
      what: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
