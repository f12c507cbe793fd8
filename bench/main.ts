import { arch, cpus, platform, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, BenchOptions } from './bench.ts';
import { answerBench } from './answer.ts';
import { backupBench } from './backup.ts';
import { coldStartBench } from './cold-start.ts';
import { customBench } from './custom.ts';
import { foldBench } from './fold.ts';
import { forestBench } from './forest.ts';
import { importBench } from './import.ts';
import { knowledgeBench } from './knowledge.ts';
import { lighthouseBench } from './lighthouse.ts';
import { loadBench } from './load.ts';
import { paintBench } from './paint.ts';
import { patternsBench } from './patterns.ts';
import { recallBench } from './recall.ts';
import { practiceTestBench } from './practice-test.ts';
import { rebuildBench } from './rebuild.ts';
import { refitBench } from './refit.ts';
import { rpcBench } from './rpc.ts';
import { schedulerBench } from './scheduler.ts';
import { serverBench } from './server.ts';
import { serviceStartBench } from './service-start.ts';
import { simulateBench } from './simulate.ts';
import { statsBench } from './stats.ts';
import { storeBench } from './store.ts';
import { struggleBench } from './struggle.ts';
import { syncBench } from './sync.ts';
import { twinBench } from './twin.ts';
import { twinSpeedBench } from './twin-speed.ts';

const benches: Readonly<Record<string, Bench>> = {
  store: storeBench,
  answer: answerBench,
  backup: backupBench,
  custom: customBench,
  'practice-test': practiceTestBench,
  rpc: rpcBench,
  rebuild: rebuildBench,
  refit: refitBench,
  import: importBench,
  server: serverBench,
  'service-start': serviceStartBench,
  paint: paintBench,
  load: loadBench,
  scheduler: schedulerBench,
  fold: foldBench,
  forest: forestBench,
  knowledge: knowledgeBench,
  patterns: patternsBench,
  recall: recallBench,
  'cold-start': coldStartBench,
  lighthouse: lighthouseBench,
  simulate: simulateBench,
  stats: statsBench,
  struggle: struggleBench,
  sync: syncBench,
  twin: twinBench,
  'twin-speed': twinSpeedBench,
};

const usage = `usage: npm run bench -- NAME [--json] [--notes N] [--reviews M] [--seed N] [--profile DIR] [--out DIR] [--rounds N] [--baseline-only] [--revlog FILE] [--world FILE] [--data FOLDER] [--format tsv|akt --train FILES --test FILES] [--folds N] [--peer NAME] [--day-start HOUR] [--zone ZONE]
names: ${Object.keys(benches).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    notes: { type: 'string', default: '100000' },
    reviews: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '0' },
    profile: { type: 'string' },
    out: { type: 'string' },
    'baseline-only': { type: 'boolean', default: false },
    revlog: { type: 'string' },
    world: { type: 'string' },
    data: { type: 'string' },
    train: { type: 'string' },
    test: { type: 'string' },
    format: { type: 'string' },
    folds: { type: 'string', default: '0' },
    peer: { type: 'string' },
    'day-start': { type: 'string', default: '4' },
    zone: { type: 'string', default: 'UTC' },
  },
});

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number\n${usage}`);
  process.exit(2);
};

const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined) {
  console.error(usage);
  process.exit(2);
}

const options: BenchOptions = {
  notes: wholeNumber('notes', values.notes),
  reviews: wholeNumber('reviews', values.reviews),
  seed: wholeNumber('seed', values.seed),
  rounds: wholeNumber('rounds', values.rounds),
  profile: values.profile,
  out: values.out,
  baselineOnly: values['baseline-only'],
  revlog: values.revlog,
  world: values.world,
  data: values.data,
  train: values.train,
  test: values.test,
  format: values.format,
  folds: wholeNumber('folds', values.folds),
  peer: values.peer,
  dayStart: wholeNumber('day-start', values['day-start']),
  zone: values.zone,
};
const machine = `${cpus().length} × ${cpus()[0]?.model ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}, Node ${process.version}`;
const result = await bench(options).catch((error: unknown) => {
  // A file that is none, or numbers that make no sense: the sentence says which, a stack would hide it.
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
const { rows, summary } = Array.isArray(result) ? { rows: result, summary: undefined } : result;
if (values.json) console.log(JSON.stringify({ bench: name, machine, ...summary, rows }));
else {
  console.log(`${name} on ${machine}`);
  console.table(rows);
}
