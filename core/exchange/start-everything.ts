import { resolve } from 'node:path';
import type { Jobs } from '../jobs/jobs.ts';
import type { Store } from '../store/store.ts';
import { everythingReport } from './contract.ts';
import type { Exports } from './exports.ts';
import type { Stagings } from './stagings.ts';
import { exportName, type RunTask } from './start-export.ts';

/** Starts the job that writes everything of the profile as JSON. */
export const startEverything = (
  parts: { store: Store; jobs: Jobs; stagings: Stagings; exports: Exports; run: RunTask },
  path: string | undefined,
): Promise<string> => {
  const { store, jobs, stagings, exports, run } = parts;
  return jobs.start('exchange.exportEverything', async (progress, signal) => {
    // What is computed from the answers is told as well.
    await store.settle();
    const staging = await stagings.create();
    try {
      const { output } = await run(
        {
          kind: 'export_everything',
          profile: store.profile.folder,
          file: path === undefined ? exports.fileOf(staging) : resolve(path),
          now: store.clock.now(),
          zone: store.clock.zone(),
        },
        progress,
        signal,
      );
      if (path === undefined) await exports.keep(staging);
      const name = exportName(store, 'Americano everything', 'json');
      return everythingReport.parse({
        ...(output as object),
        export: path === undefined ? staging : null,
        name,
      });
    } finally {
      await stagings.discard(staging);
    }
  });
};
