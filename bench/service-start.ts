import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { latency, rounded, quantile, type Bench } from './bench.ts';
import { benchProfile, historyEnd, zone } from './profile.ts';

const rounds = 20;

const run = (args: readonly string[]): number => {
  const start = performance.now();
  const child = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (child.status !== 0) throw new Error(`${args.join(' ')} ended with ${child.status}`);
  return performance.now() - start;
};

/** From nothing to the first answer of `study.today` by the built service, beyond what an empty Node needs. */
export const serviceStartBench: Bench = async (options) => {
  const cli = fileURLToPath(new URL('../dist/service/cli.js', import.meta.url));
  if (!existsSync(cli)) throw new Error('run npm run build first');
  const { folder, remove } = await benchProfile(options);
  try {
    const call = [
      cli,
      '--profile',
      folder,
      '--now',
      String(historyEnd),
      '--zone',
      zone,
      'call',
      'study.today',
      '{}',
    ];
    run(call);
    const pairs = Array.from({ length: options.rounds || rounds }, () => ({
      empty: run(['-e', '0']),
      service: run(call),
    }));
    return [
      { what: 'Node alone', ...latency(pairs.map((pair) => pair.empty)), bar: 'peer' },
      { what: 'service to first data', ...latency(pairs.map((pair) => pair.service)), bar: '' },
      {
        what: 'beyond Node (p50 of pairs)',
        p50: rounded(
          quantile(
            pairs.map((pair) => pair.service - pair.empty),
            0.5,
          ),
        ),
        bar: '< 300 ms',
      },
    ];
  } finally {
    remove();
  }
};
