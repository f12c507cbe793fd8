import { baselineOfPace } from '#core/twin/load/latency-baseline.ts';
import { noLoad, stepLoad, type LoadBasis } from '#core/twin/load/load-state.ts';
import { seededRandom } from '#ml/random/random.ts';
import { latency, quantile, rounded, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService, sitDown } from './profile.ts';

const updates = 200_000;
const warmUp = 5000;
const answers = 1000;

/** Times below a hundredth of a millisecond need more digits than others. */
const micros = (samples: readonly number[]): BenchRow => ({
  n: samples.length,
  p50: rounded(quantile(samples, 0.5), 4),
  p95: rounded(quantile(samples, 0.95), 4),
  p99: rounded(quantile(samples, 0.99), 4),
  max: rounded(Math.max(...samples.slice(0, 100_000)), 4),
});

/** One session without end: the update after the last answer takes no longer than after the first. */
const pureUpdates = (seed: number): number[] => {
  const random = seededRandom(seed);
  const pace = { phase: 'review' as const, n: 1000, meanLog: Math.log(6000), deviationLog: 0.6 };
  const basis: LoadBasis = {
    latency: baselineOfPace([true, false].map((recalled) => ({ ...pace, recalled }))),
    onsetMinutes: 40,
  };
  const samples: number[] = [];
  let state = noLoad;
  let at = 0;
  for (let index = 0; index < updates + warmUp; index += 1) {
    const durationMs = 2000 + 20_000 * random.unit();
    at += durationMs;
    const answer = {
      kind: 'answer',
      at,
      durationMs,
      phase: 2,
      recalled: random.unit() < 0.8,
      retrievability: 0.9,
    } as const;
    const start = performance.now();
    ({ state } = stepLoad(state, answer, basis));
    if (index >= warmUp) samples.push(performance.now() - start);
  }
  return samples;
};

/** The load after an answer: alone, and with all else that hears of an answer, in its transaction in a large store. */
export const loadBench: Bench = async (options) => {
  const rows: BenchRow[] = [
    { what: 'load update', ...micros(pureUpdates(options.seed)), bar: 'p99 < 0.1 ms' },
  ];
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const session = { caller: 'test' as const };
  const { hooks } = service.store;
  const emit = hooks.emit.bind(hooks);
  const heard: number[] = [];
  hooks.emit = (tx, kind, event) => {
    const start = performance.now();
    emit(tx, kind, event);
    if (kind === 'review.recorded') heard.push(performance.now() - start);
  };
  try {
    const answer = await sitDown(service);
    await answer(options.rounds || answers);
    rows.push({ what: 'all that hears of an answer, load with it', ...latency(heard), bar: '' });
    const asked: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const start = performance.now();
      await service.server.call('twin.load', {}, session);
      asked.push(performance.now() - start);
    }
    rows.push({ what: 'twin.load', ...latency(asked), bar: 'P95 < 200 ms' });
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
