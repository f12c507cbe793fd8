import { contract, type AppContract } from '#core/contract.ts';
import { exchangeService } from '#core/exchange/service.ts';
import { Jobs } from '#core/jobs/jobs.ts';
import { jobsService } from '#core/jobs/service.ts';
import { libraryService } from '#core/library/service.ts';
import { examsService } from '#core/library/exams/service.ts';
import { notesService } from '#core/library/notes/service.ts';
import { trashService } from '#core/library/trash/service.ts';
import { composeHandlers, staleQueries } from '#core/rpc/compose.ts';
import { RpcError } from '#core/rpc/errors.ts';
import { createServer, type Server } from '#core/rpc/server.ts';
import { dayCounter } from '#core/settings/day-counter.ts';
import {
  isForbidden,
  noPolicies,
  policyNumber,
  type Policies,
} from '#core/settings/policies/resolve-policies.ts';
import { policiesService } from '#core/settings/policies/service.ts';
import { settingsService } from '#core/settings/service.ts';
import type { Clock, IdSource } from '#core/store/clock.ts';
import { tables } from '#core/store/migrations/index.ts';
import { openStore } from '#core/store/open-store.ts';
import { runInWorker } from '#core/store/backups/run-in-worker.ts';
import { backupsService } from '#core/store/backups/service.ts';
import { historyService } from '#core/store/history/service.ts';
import { profilesService } from '#core/store/profiles/service.ts';
import { storeService } from '#core/store/service.ts';
import type { Store } from '#core/store/store.ts';
import { assessmentsService } from '#core/study/assessments/service.ts';
import { cardsService } from '#core/study/cards/service.ts';
import { leechesService } from '#core/study/leeches/service.ts';
import { keepDailyRollups } from '#core/study/daily-rollups.ts';
import { keepRollups } from '#core/twin/rollups/keep-rollups.ts';
import { activityService } from '#core/twin/rollups/service.ts';
import { ParameterFits } from '#core/study/parameters/parameter-fits.ts';
import { parametersService } from '#core/study/parameters/service.ts';
import { presetsService } from '#core/study/presets/service.ts';
import { studyService } from '#core/study/service.ts';
import { lastSessionEnd } from '#core/study/last-session-end.ts';
import { sessionStarts } from '#core/study/session-starts.ts';
import { Assessments } from '#core/twin/burnout/assessments.ts';
import { burnoutService } from '#core/twin/burnout/service.ts';
import { eventsService } from '#core/twin/events/service.ts';
import { indicatorsService } from '#core/twin/indicators/service.ts';
import { loadService } from '#core/twin/load/service.ts';
import { Analyses } from '#core/twin/model/analyses.ts';
import { evidenceService } from '#core/twin/evidence/service.ts';
import { learnerModelService } from '#core/twin/model/service.ts';
import { Predictions } from '#core/twin/predict/predictions.ts';
import { predictService } from '#core/twin/predict/service.ts';
import { RecallLooks } from '#core/twin/recall/recall-looks.ts';
import { recallService } from '#core/twin/recall/service.ts';
import { scorecardService } from '#core/twin/scorecard/service.ts';
import { twinPermits } from '#core/twin/privacy/permits.ts';
import { privacyService } from '#core/twin/privacy/service.ts';
import { modelsService } from '#core/twin/models/service.ts';
import type { jobs as modelJobs } from '#ml/worker/jobs.ts';
import { buffersOf } from '#ml/worker/buffers-of.ts';
import { JobPool } from '#ml/worker/job-pool.ts';
import { checkElsewhere } from './check-elsewhere.ts';
import { Conditions } from './conditions.ts';
import { derivations, undoers } from './derivations.ts';
import { noKeepers, startKeepers } from './keepers.ts';
import type { ServiceLog } from './log.ts';
import { onlyReading } from './only-reading.ts';
import { recorderFor } from './plug-recorder.ts';
import { startReaders } from './readers.ts';
import { restartable } from './restartable.ts';
import { serviceFiles } from './files.ts';
import { Suspicion } from './suspicion.ts';
import { TWIN_JOB_DEADLINE_MS, type TwinWorkerContract } from './twin-contract.ts';
import { workerClient } from './worker-client.ts';

export type ServiceOptions = {
  folder: string;
  clock: Clock;
  ids: IdSource;
  log: ServiceLog;
  /** What only some hosts can do. */
  openProfile?: (folder: string) => Promise<string | null>;
  /** What the institution says on this machine. */
  policies?: Policies;
  /** Battery and the like, where the host can tell. */
  conditions?: Conditions;
  /** Closes the service, and looks at a store of which a page could not be read. */
  onSuspect?: () => void;
  /** false: the twin analyses when it is asked to, and not by itself. */
  watches?: boolean;
};

export type Service = {
  readonly server: Server<AppContract>;
  readonly store: Store;
  readonly jobs: Jobs;
  close(): Promise<void>;
};

/** Joins the features on an open profile. `restart` closes all of this and opens it again. */
const compose = async (options: ServiceOptions, restart: () => void): Promise<Service> => {
  const { log, conditions = new Conditions(), policies = noPolicies } = options;
  const opened = await openStore({
    ...options,
    derivations,
    undoers,
    onSlow: (slow) => log.slow(slow),
    onBackgroundError: (error) => log.unexpected(error),
  });
  const { store } = opened;
  if (store.refusal === undefined)
    store.plugSink(await recorderFor({ ...options, db: store.connection, derivations }));
  keepDailyRollups(store.hooks);
  keepRollups(store.hooks);
  const jobs = new Jobs(store, (error) => log.unexpected(error));
  await jobs.recover();
  const readers = startReaders({ folder: options.folder });
  const {
    importer: workerFile,
    backups: backupWorker,
    models,
    twin: twinFile,
    sampleCourse,
  } = serviceFiles();
  // The optimiser of memories takes every core it finds, also the one that answers; it gains nothing from a second.
  process.env['RAYON_NUM_THREADS'] ??= '1';
  const pool = new JobPool<typeof modelJobs>({
    file: models,
    onUnexpected: (cause) => log.unexpected(cause),
  });
  const fits = new ParameterFits({
    store,
    jobs,
    columns: readers.reviewColumns,
    fit: (input, onProgress, signal) =>
      pool.run('memory.fit', input, { onProgress, signal, transfer: buffersOf(input.reviews) }),
  });
  const permits = twinPermits(policies);
  const twin = workerClient<TwinWorkerContract>(twinFile, options.folder);
  const analyses = new Analyses({
    store,
    jobs,
    permits,
    analyse: (today, signal) =>
      twin.client().call('twin.analyse', { today }, { signal, deadlineMs: TWIN_JOB_DEADLINE_MS }),
  });
  const assessments = new Assessments({
    store,
    jobs,
    permits,
    assess: (input, signal) =>
      twin.client().call('twin.wellbeing', input, { signal, deadlineMs: TWIN_JOB_DEADLINE_MS }),
  });
  const predictions = new Predictions({
    store,
    jobs,
    permits,
    predict: (input, signal) =>
      twin.client().call('twin.predict', input, { signal, deadlineMs: TWIN_JOB_DEADLINE_MS }),
    mayTrain: () => conditions.mayTrain,
  });
  const recall = new RecallLooks({
    store,
    jobs,
    permits,
    // A fit takes minutes on a slow machine.
    look: (input, signal) =>
      twin.client().call('twin.recall', input, { signal, deadlineMs: TWIN_JOB_DEADLINE_MS }),
    ofCard: (input) => twin.client().call('twin.recallOfCard', input),
  });
  const exchange = await exchangeService({ store, jobs, workerFile, sampleCourse, policies });
  const backups = await backupsService({
    store,
    jobs,
    run: runInWorker(backupWorker),
    dayOf: (at) => dayCounter(store, options.clock)(at),
    keptDays: policyNumber(policies, 'BackupDays'),
    lastSessionEnd: () => lastSessionEnd(store),
    takeUpload: (upload) => exchange.takeUpload(upload),
    admitForeign: () => {
      if (isForbidden(policies, 'ImportAllowed'))
        throw new RpcError('forbidden', { policy: 'ImportAllowed' });
    },
    restart,
    onUnexpected: (error) => log.unexpected(error),
  });
  const suspicion = new Suspicion(options.onSuspect, store.refusal);
  const composed = composeHandlers(
    contract,
    [
      suspicion.handlers,
      libraryService(store, readers.heavyReads),
      notesService(store),
      exchange.handlers,
      studyService(store),
      presetsService(store),
      assessmentsService(store),
      examsService(store),
      parametersService(store, fits, readers.parameterReads),
      modelsService({ store, pool, policies, takeUpload: (upload) => exchange.takeUpload(upload) }),
      learnerModelService(store, analyses, permits),
      loadService(store, permits),
      burnoutService(store, assessments, permits),
      predictService(store, predictions, permits),
      scorecardService(store, permits),
      recallService(store, recall, permits),
      indicatorsService(store, permits),
      activityService(store),
      eventsService(store),
      evidenceService(store, permits, (input) => twin.client().call('twin.evidence', input)),
      cardsService(store),
      leechesService(store),
      privacyService({ store, jobs, permits }),
      settingsService(store, policies),
      policiesService(policies),
      storeService({
        store,
        jobs,
        stale: (changes) => staleQueries(contract, changes),
        check: checkElsewhere(options.folder),
      }),
      backups.handlers,
      historyService(store, {
        days: () => dayCounter(store, options.clock),
        sessionStarts: (since) => sessionStarts(store, since),
      }),
      profilesService({ store, openProfile: options.openProfile }),
      trashService({ store, jobs, list: readers.trash }),
      jobsService(jobs),
    ],
    [...tables.keys()],
  );
  const handlers = store.refusal === undefined ? composed : onlyReading(composed, store.refusal);
  const server = createServer({
    contract,
    handlers,
    onUnexpected: (error) => log.unexpected(error),
    onCall: (report) => suspicion.note(report),
    now: () => performance.now(),
  });
  const keepers =
    store.refusal === undefined
      ? startKeepers({
          folder: options.folder,
          backups: backups.keeper,
          watches: options.watches !== false,
          store,
          jobs,
          server,
          log,
          conditions,
          twin,
          fits,
          analyses,
          assessments,
          predictions,
          recall,
        })
      : noKeepers;
  return {
    server,
    store,
    jobs,
    close: async () => {
      keepers.stop();
      await server.close();
      const kept = backups.close();
      await jobs.cancelAll();
      await kept;
      await readers.close();
      await twin.close();
      await exchange.close();
      await pool.close();
      await keepers.markEnd();
      await opened.close();
    },
  };
};

/** Opens a profile and serves the contract: the one composition that every host and the terminal share. */
export const startService = (options: ServiceOptions): Promise<Service> =>
  restartable((restart) => compose(options, restart), options.log);
