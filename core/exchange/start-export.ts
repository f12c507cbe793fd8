import { resolve } from 'node:path';
import type { Jobs, JobProgress } from '../jobs/jobs.ts';
import { resolveScope } from '../library/scope.ts';
import type { JsonValue } from '../rpc/errors.ts';
import { RpcError } from '../rpc/errors.ts';
import type { ParsedInputOf } from '../rpc/contract.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import { isSimulated } from '../store/profiles/simulated-mark.ts';
import type { Store } from '../store/store.ts';
import { exportReport, type exchangeContract } from './contract.ts';
import type { Exports } from './exports.ts';
import type { Stagings } from './stagings.ts';
import type { ImportTask } from './worker/task.ts';

type Input = ParsedInputOf<typeof exchangeContract, 'exchange.export'>;
export type RunTask = (
  task: ImportTask,
  progress: JobProgress,
  signal: AbortSignal,
) => Promise<{ output: JsonValue }>;

const dayMs = 86_400_000;

/** Letters, digits and what every file system takes; the day of the owner at the end. */
export const exportName = (store: Store, title: string, format: string): string => {
  const { studyDay } = localMoment(store.clock.now(), store.clock, readSettings(store));
  // Whoever is handed the file sees that nobody studied this.
  const words = (isSimulated(store) ? `Simulated ${title}` : title)
    .replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .slice(0, 80)
    .trim();
  return `${words || 'Americano'} ${new Date(studyDay * dayMs).toISOString().slice(0, 10)}.${format}`;
};

/** Starts the job that packs cards for Anki. Throws `not_found` (scope) and `invalid` (a collection of a part). */
export const startExport = async (
  parts: { store: Store; jobs: Jobs; stagings: Stagings; exports: Exports; run: RunTask },
  { path, ...choice }: Input,
): Promise<string> => {
  const { store, jobs, stagings, exports, run } = parts;
  const scope = resolveScope(store, choice.scope);
  if (choice.format === 'colpkg' && scope.lectures !== null)
    throw new RpcError('invalid', { scope: 'colpkg' });
  const settings = readSettings(store);
  return jobs.start('exchange.export', async (progress, signal) => {
    // States that an import left to be computed are part of what is packed.
    await store.settle();
    const staging = await stagings.create();
    try {
      const task: ImportTask = {
        kind: 'export',
        profile: store.profile.folder,
        staging,
        file: path === undefined ? exports.fileOf(staging) : resolve(path),
        now: store.clock.now(),
        zone: store.clock.zone(),
        settings,
        ...choice,
      };
      const { output } = await run(task, progress, signal);
      if (path === undefined) await exports.keep(staging);
      const name = exportName(store, scope.title, choice.format);
      return exportReport.parse({ ...(output as object), export: path === undefined ? staging : null, name });
    } finally {
      await stagings.discard(staging);
    }
  });
};
