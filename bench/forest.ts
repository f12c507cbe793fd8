import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceFiles } from '#electron/service/files.ts';
import { auc } from '#ml/evaluate/auc.ts';
import { forestReasons } from '#ml/forest/forest-reasons.ts';
import { forestToSnapshot } from '#ml/forest/forest-snapshot.ts';
import type { ForestOptions } from '#ml/forest/forest-options.ts';
import type { Forest } from '#ml/forest/forest.ts';
import { predictForest, predictForestRow } from '#ml/forest/predict-forest.ts';
import { trainForest } from '#ml/forest/train-forest.ts';
import { JobPool } from '#ml/worker/job-pool.ts';
import type { jobs } from '#ml/worker/jobs.ts';
import { trainForestInPool } from '#ml/worker/train-forest-in-pool.ts';
import { quantile, rounded, type BenchOptions, type BenchResult, type BenchRow } from './bench.ts';
import { drawForestRows, type ForestRows } from './forest-rows.ts';

const width = 24;
const testRows = 10_000;
/** The same settings for both. */
const settings = { trees: 100, maxDepth: 10, minLeaf: 20, featuresPerSplit: 5, bootstrap: true } as const;
const ours: Partial<ForestOptions> = { ...settings, outOfBag: false };

/** Debian's scikit-learn belongs to Debian's own Python, whichever comes first on the path. */
const python = ['/usr/bin/python3', 'python3'];

/** Seconds and AUC of scikit-learn on the same rows, or undefined where it is not installed. */
const scikitLearn = (train: ForestRows, test: ForestRows): { seconds: number; auc: number } | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'forest-'));
  const file = join(folder, 'rows');
  const parts = [train, test].flatMap(({ columns, targets }) => [...columns, Float32Array.from(targets)]);
  writeFileSync(file, Buffer.concat(parts.map(({ buffer }) => Buffer.from(buffer))));
  const script = fileURLToPath(new URL('reference/forest.py', import.meta.url));
  const sizes = [
    train.targets.length,
    test.targets.length,
    width,
    settings.trees,
    settings.maxDepth,
    settings.minLeaf,
    settings.featuresPerSplit,
  ];
  const runs = python.map((command) =>
    spawnSync(command, [script, file, ...sizes.map(String)], { encoding: 'utf8' }),
  );
  rmSync(folder, { recursive: true });
  const done = runs.find(({ status }) => status === 0);
  return done && (JSON.parse(done.stdout) as { seconds: number; auc: number });
};

const secondsOf = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

const train = ({ columns, targets }: ForestRows): Forest =>
  trainForest({ columns, targets, kind: 'classification' }, ours).forest;

/** Ours and theirs take turns, so that a slow minute of the machine meets both. */
const besideScikitLearn = async (
  rows: number,
  rounds: number,
): Promise<{ row: BenchRow; forest: Forest }> => {
  const [learn, test] = [drawForestRows(rows, width, 1), drawForestRows(testRows, width, 2)];
  const own: number[] = [];
  const others: number[] = [];
  let forest = train(learn);
  let theirAuc = Number.NaN;
  for (let round = 0; round < rounds; round += 1) {
    own.push(await secondsOf(() => (forest = train(learn))));
    const peer = scikitLearn(learn, test);
    if (peer === undefined) continue;
    others.push(peer.seconds);
    theirAuc = peer.auc;
  }
  const ownAuc = auc(test.targets, predictForest(forest, test.columns));
  const ratios = others.map((seconds, round) => seconds / own[round]!);
  return {
    forest,
    row: {
      what: `train ${rows} × ${width} × ${settings.trees}, one thread`,
      seconds: rounded(quantile(own, 0.5)),
      peer: others.length > 0 ? rounded(quantile(others, 0.5)) : 'not run (no scikit-learn)',
      ratio: rounded(quantile(ratios, 0.5), 1),
      auc: `${rounded(ownAuc, 4)} / ${rounded(theirAuc, 4)}`,
      bar: '≥ 5×, AUC not lower by > .005',
    },
  };
};

const onThreads = async (rows: number, rounds: number): Promise<BenchRow> => {
  const { columns, targets } = drawForestRows(rows, width, 1);
  const data = { columns, targets, kind: 'classification' as const };
  const pools = [1, 2].map((size) => new JobPool<typeof jobs>({ file: serviceFiles().models, size }));
  const seconds: number[][] = [[], []];
  for (let round = 0; round <= rounds; round += 1)
    for (const [place, pool] of pools.entries()) {
      const taken = await secondsOf(() => trainForestInPool(pool, data, ours));
      // The first round starts the threads.
      if (round > 0) seconds[place]!.push(taken);
    }
  await Promise.all(pools.map((pool) => pool.close()));
  const ratios = seconds[0]!.map((one, round) => one / seconds[1]![round]!);
  return {
    what: `train ${rows} × ${width} × ${settings.trees} on two threads`,
    seconds: rounded(quantile(seconds[1]!, 0.5)),
    peer: rounded(quantile(seconds[0]!, 0.5)),
    ratio: rounded(quantile(ratios, 0.5)),
    bar: '≥ 1.5× one thread',
  };
};

/** What a forest costs once it is there. */
const uses = (forest: Forest, name: string): BenchRow[] => {
  const { columns } = drawForestRows(testRows, width, 3);
  const rows = Array.from({ length: 1000 }, (_, row) => columns.map((column) => column[row]!));
  const each = (count: number, work: (row: number[]) => unknown): number => {
    const times: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      const start = performance.now();
      for (let row = 0; row < count; row += 1) work(rows[row]!);
      times.push((performance.now() - start) / count);
    }
    return quantile(times, 0.5);
  };
  const many: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const start = performance.now();
    predictForest(forest, columns);
    many.push(performance.now() - start);
  }
  return [
    {
      what: `predict one row, ${name}`,
      us: rounded(1000 * each(1000, (row) => predictForestRow(forest, row))),
      bar: '< 10 µs',
    },
    { what: `predict ${testRows} rows, ${name}`, ms: rounded(quantile(many, 0.5)), bar: '< 20 ms' },
    {
      what: `reasons of one row, ${name}`,
      ms: rounded(each(20, (row) => forestReasons(forest, row))),
      bar: '< 10 ms',
    },
    { what: `snapshot, ${name}`, kB: rounded(forestToSnapshot(forest).length / 1024), bar: '< 1 MB' },
  ];
};

/** A forest with the settings of the struggle model. */
const ofStruggles = (): Forest => {
  const { columns, targets } = drawForestRows(20_000, width, 1);
  const options = { trees: 60, maxDepth: 8, minLeaf: 25, featuresPerSplit: 8, bins: 32, outOfBag: false };
  return trainForest({ columns, targets, kind: 'classification' }, options).forest;
};

/** Peak memory of this process while it trains; meant to run alone. */
const peakMemory = (): BenchRow => {
  const script = fileURLToPath(new URL('forest-memory.ts', import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  return {
    what: 'peak memory of a process that trains 215000 × 14 × 100',
    MB: status === 0 ? Number(stdout) : 'failed',
    bar: '< 300 MB',
  };
};

/** `ml-random-forest` on the same rows: its trees split every column for every candidate, so it takes its time. */
const besideMlRandomForest = async (): Promise<BenchRow[]> => {
  const [rows, columnCount, trees] = [4000, 20, 20];
  const { columns, targets } = drawForestRows(rows, columnCount, 1);
  const { RandomForestClassifier } = createRequire(import.meta.url)('ml-random-forest') as {
    RandomForestClassifier: new (options: object) => { train(rows: number[][], targets: number[]): void };
  };
  const options = { trees, maxDepth: 10, minLeaf: 20, featuresPerSplit: 4, outOfBag: false };
  const own: number[] = [];
  for (let round = 0; round < 9; round += 1)
    own.push(await secondsOf(() => trainForest({ columns, targets, kind: 'classification' }, options)));
  const table = Array.from(targets, (_, row) => columns.map((column) => column[row]!));
  const theirs = new RandomForestClassifier({
    nEstimators: trees,
    maxFeatures: 4,
    replacement: true,
    seed: 1,
    treeOptions: { maxDepth: 10, minNumSamples: 20 },
  });
  const seconds = await secondsOf(() => theirs.train(table, [...targets]));
  const median = quantile(own, 0.5);
  return [
    {
      what: `train ${rows} × ${columnCount} × ${trees} beside ml-random-forest`,
      seconds: rounded(median, 4),
      peer: rounded(seconds),
      ratio: rounded(seconds / median, 0),
      bar: '≥ 500×',
    },
  ];
};

/** Forests: training beside scikit-learn or ml-random-forest, prediction, reasons, size, memory. */
export const forestBench = async (options: BenchOptions): Promise<BenchResult> => {
  if (options.peer === 'ml-random-forest') return { rows: await besideMlRandomForest() };
  const rounds = options.rounds || 3;
  const small = await besideScikitLearn(20_000, rounds);
  const large = await besideScikitLearn(100_000, rounds);
  return {
    rows: [
      small.row,
      large.row,
      await onThreads(100_000, rounds),
      ...uses(small.forest, 'the forest above'),
      ...uses(ofStruggles(), 'as struggles have it'),
      peakMemory(),
    ],
  };
};
