import { runSeed } from '#sync/simulator/run-seed.ts';

/** `npm run sim -- --seeds N --from SEED [--mutant NAME]`: the last line is a summary, exit 1 with the seeds that failed. */
const valueOf = (name: string): string | undefined => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : process.argv[place + 1];
};
const wholeOf = (name: string, otherwise: number): number => {
  const value = Number(valueOf(name) ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`--${name} is a whole number`);
  return value;
};

const seeds = wholeOf('seeds', 2000);
const from = wholeOf('from', 1);
const mutant = valueOf('mutant') ?? null;
const shown = 10;
const failed = new Map<string, number>();
const started = performance.now();
const before = process.cpuUsage();
for (let seed = from; seed < from + seeds; seed += 1) {
  const failure = runSeed(seed, mutant);
  if (failure === null) continue;
  const count = [...failed.values()].reduce((sum, one) => sum + one, 0);
  if (count < shown) console.error(`seed ${failure.seed}: ${failure.kind}: ${failure.what}`);
  failed.set(failure.kind, (failed.get(failure.kind) ?? 0) + 1);
}
const seconds = (performance.now() - started) / 1000;
// What other programs do at the same time does not count.
const { user, system } = process.cpuUsage(before);
const ofCore = (seeds * 1e6) / (user + system);
const counts = ['lost', 'diverged', 'stuck', 'wrong', 'error'].map(
  (kind) => `${failed.get(kind) ?? 0} ${kind}`,
);
console.log(
  `${seeds} seeds from ${from}${mutant === null ? '' : ` with ${mutant}`}: ${counts.join(', ')}; ${Math.round(seeds / seconds)} seeds/s, ${Math.round(ofCore)} for a second of a core`,
);
process.exitCode = failed.size === 0 ? 0 : 1;
