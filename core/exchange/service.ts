import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Jobs } from '../jobs/jobs.ts';
import type { Handlers } from '../rpc/compose.ts';
import { RpcError } from '../rpc/errors.ts';
import { isForbidden, noPolicies, type Policies } from '../settings/policies/resolve-policies.ts';
import { readSettings } from '../settings/read-settings.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import {
  defaultImportOptions,
  importReport,
  type exchangeContract,
  type ImportOptions,
  type ImportReport,
} from './contract.ts';
import { countExport } from './export/count-export.ts';
import { Exports } from './exports.ts';
import { Stagings } from './stagings.ts';
import { startEverything } from './start-everything.ts';
import { startExport } from './start-export.ts';
import { chunkBytes, Uploads } from './uploads.ts';
import { runTask } from './worker/run-task.ts';
import type { JobProgress } from '../jobs/jobs.ts';
import type { ImportTask } from './worker/task.ts';

export type ExchangeParts = {
  store: Store;
  jobs: Jobs;
  /** Entry file of the import worker. */
  workerFile: string;
  /** Folder of the sample course that ships with the program. */
  sampleCourse: string;
  /** What the institution allows; left out, everything. */
  policies?: Policies;
};

const ownCard = statement<Record<string, never>, { found: number }>(
  'exchange.ownCard',
  `SELECT EXISTS (SELECT 1 FROM cards WHERE deleted_at IS NULL AND source IS NOT 'simulated') AS found`,
);

export type ExchangeService = {
  handlers: Handlers<typeof exchangeContract>;
  /** A file that a page has sent whole, for a feature that reads files of another kind. */
  takeUpload(upload: string): { name: string; path: string };
  close(): Promise<void>;
};

/** Imports: files arrive, are staged in a file of their own, and are merged when the owner says so. */
export const exchangeService = async (parts: ExchangeParts): Promise<ExchangeService> => {
  const { store, jobs } = parts;
  const uploads = new Uploads(store.profile, store.ids);
  const exports = new Exports(store.profile);
  const stagings = new Stagings(store.profile, store.ids);
  await stagings.sweep();
  const profile = store.profile.folder;
  const closing = new AbortController();

  const run = (task: ImportTask, progress: JobProgress, signal: AbortSignal) =>
    runTask(parts.workerFile, task, progress, AbortSignal.any([signal, closing.signal]));

  const demand = (policy: 'ImportAllowed' | 'ExportAllowed'): void => {
    if (isForbidden(parts.policies ?? noPolicies, policy)) throw new RpcError('forbidden', { policy });
  };

  const local = () => ({ now: store.clock.now(), zone: store.clock.zone(), settings: readSettings(store) });

  const stage = async (task: (staging: string) => ImportTask, progress: JobProgress, signal: AbortSignal) => {
    const staging = await stagings.create();
    try {
      const { output } = await run(task(staging), progress, signal);
      await stagings.ready(staging);
      return { staging, output };
    } catch (error) {
      await stagings.discard(staging);
      throw error;
    }
  };

  const merge = async (
    staging: string,
    options: ImportOptions,
    progress: JobProgress,
    signal: AbortSignal,
  ): Promise<ImportReport> => {
    const task: ImportTask = {
      kind: 'merge',
      profile,
      staging,
      now: store.clock.now(),
      zone: store.clock.zone(),
      options,
    };
    try {
      await run({ kind: 'keep_media', profile, staging }, progress, signal);
      const { output } = await store.writeElsewhere(() => run(task, progress, signal));
      await stagings.merged(staging);
      return importReport.parse(output);
    } catch (error) {
      stagings.giveBack(staging);
      throw error;
    }
  };

  const stageFile = (path: string, label: string, isUpload: boolean): Promise<string> =>
    jobs.start('exchange.stage', async (progress, signal) => {
      try {
        const task = (staging: string): ImportTask => ({
          kind: 'stage_anki',
          profile,
          staging,
          path,
          label,
          ...local(),
        });
        return (await stage(task, progress, signal)).output;
      } finally {
        if (isUpload) await rm(path, { force: true });
      }
    });

  return {
    handlers: {
      'exchange.openUpload': async ({ name, sizeBytes }) => ({
        output: { upload: await uploads.open(name, sizeBytes), chunkBytes },
        changes: [],
      }),
      'exchange.writeUpload': async ({ upload, offset, bytes }) => ({
        output: { receivedBytes: await uploads.write(upload, offset, bytes) },
        changes: [],
      }),
      'exchange.stage': async (input, { caller }) => {
        demand('ImportAllowed');
        if ('upload' in input) {
          const { name, path } = uploads.take(input.upload);
          return { output: { job: await stageFile(path, name, true) }, changes: ['jobs'] };
        }
        // A page names no paths: what it may read is what a person gave it.
        if (caller === 'page') throw new RpcError('forbidden', { member: 'path' });
        return {
          output: { job: await stageFile(input.path, basename(input.path), false) },
          changes: ['jobs'],
        };
      },
      'exchange.merge': async ({ staging, options = defaultImportOptions }) => {
        stagings.take(staging);
        const job = await jobs.start('exchange.merge', async (progress, signal) => ({
          ...(await merge(staging, options, progress, signal)),
        }));
        return { output: { job }, changes: ['jobs'] };
      },
      'exchange.discard': async ({ staging }) => {
        await stagings.discard(staging);
        return { output: {}, changes: [] };
      },
      'exchange.export': async (input, { caller }) => {
        demand('ExportAllowed');
        // A page names no paths: it fetches the package and the person says where to.
        if (input.path !== undefined && caller === 'page')
          throw new RpcError('forbidden', { member: 'path' });
        const job = await startExport({ store, jobs, stagings, exports, run }, input);
        return { output: { job }, changes: ['jobs'] };
      },
      'exchange.exportEverything': async ({ path }, { caller }) => {
        demand('ExportAllowed');
        if (path !== undefined && caller === 'page') throw new RpcError('forbidden', { member: 'path' });
        const job = await startEverything({ store, jobs, stagings, exports, run }, path);
        return { output: { job }, changes: ['jobs'] };
      },
      'exchange.exportCounts': ({ scope }) => {
        demand('ExportAllowed');
        return countExport(store, scope);
      },
      'exchange.readExport': async (input) => ({
        output: await exports.read(input.export, input.offset),
        changes: [],
      }),
      'exchange.discardExport': async (input) => {
        await exports.discard(input.export);
        return { output: {}, changes: [] };
      },
      'exchange.openSample': async (_input, { signal }) => {
        const task = (staging: string): ImportTask => ({
          kind: 'stage_sample',
          profile,
          staging,
          course: parts.sampleCourse,
          ...local(),
        });
        const { staging } = await stage(task, () => {}, signal);
        stagings.take(staging);
        return {
          output: await merge(staging, defaultImportOptions, () => {}, signal),
          changes: ['courses', 'cards'],
        };
      },
      'exchange.simulateLearner': async (learner, { caller }) => {
        if ('world' in learner && caller === 'page') throw new RpcError('forbidden', { member: 'world' });
        // Somebody's own history and an invented one would be told apart by nothing that comes after.
        if (store.get(ownCard, {})?.found === 1) throw new RpcError('conflict', { library: 'not empty' });
        const job = await jobs.start('exchange.simulateLearner', async (progress, signal) => {
          const task = (staging: string): ImportTask => ({
            kind: 'stage_simulated',
            profile,
            staging,
            learner,
            ...local(),
          });
          const { staging } = await stage(task, progress, signal);
          stagings.take(staging);
          return { ...(await merge(staging, defaultImportOptions, progress, signal)) };
        });
        return { output: { job }, changes: ['jobs'] };
      },
    },
    takeUpload: (upload) => uploads.take(upload),
    close: async () => {
      closing.abort(new RpcError('cancelled'));
      await stagings.sweep();
    },
  };
};
