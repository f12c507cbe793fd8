import type { AppContract } from '#core/contract.ts';
import type { BackupKeeper } from '#core/store/backups/backup-keeper.ts';
import type { Jobs } from '#core/jobs/jobs.ts';
import { isEmptyLibrary } from '#core/library/is-empty-library.ts';
import { TrashKeeper } from '#core/library/trash/trash-keeper.ts';
import type { Client } from '#core/rpc/client.ts';
import { RpcError } from '#core/rpc/errors.ts';
import type { Server } from '#core/rpc/server.ts';
import { readProfileFile } from '#core/store/profiles/profile-file.ts';
import type { Store } from '#core/store/store.ts';
import { undoState } from '#core/store/undo.ts';
import type { ParameterFits } from '#core/study/parameters/parameter-fits.ts';
import { watchFits } from '#core/study/parameters/watch-fits.ts';
import type { Assessments } from '#core/twin/burnout/assessments.ts';
import { watchWellbeing } from '#core/twin/burnout/watch-wellbeing.ts';
import { watchEvents } from '#core/twin/events/watch-events.ts';
import type { Analyses } from '#core/twin/model/analyses.ts';
import { watchHistory } from '#core/twin/model/watch-history.ts';
import type { Predictions } from '#core/twin/predict/predictions.ts';
import { watchPredictions } from '#core/twin/predict/watch-predictions.ts';
import { watchPrivacy } from '#core/twin/privacy/watch-privacy.ts';
import type { RecallLooks } from '#core/twin/recall/recall-looks.ts';
import { watchRecall } from '#core/twin/recall/watch-recall.ts';
import { markLastWrite, noticeOlderWrites } from '#core/twin/rollups/notice-older-writes.ts';
import type { Conditions } from './conditions.ts';
import type { ServiceLog } from './log.ts';
import type { TwinWorkerContract } from './twin-contract.ts';

export type KeeperParts = {
  folder: string;
  store: Store;
  jobs: Jobs;
  server: Server<AppContract>;
  backups: BackupKeeper;
  fits: ParameterFits;
  analyses: Analyses;
  assessments: Assessments;
  predictions: Predictions;
  recall: RecallLooks;
  twin: { client(): Client<TwinWorkerContract> };
  conditions: Conditions;
  log: ServiceLog;
  /** false: the twin analyses when it is asked to, and not by itself. */
  watches: boolean;
};

export type Keepers = {
  /** Nothing begins by itself any more. */
  stop(): void;
  /** The last write of all, when everything else has ended. */
  markEnd(): Promise<void>;
};

/** A store that is only read is kept by nobody. */
export const noKeepers: Keepers = { stop: () => {}, markEnd: () => Promise.resolve() };

/** Starts what writes to an open store without being asked: backups, the trash, fits, the twin, counts of older programs. */
export const startKeepers = (parts: KeeperParts): Keepers => {
  const { store, jobs, log, conditions } = parts;
  const onError = (error: unknown): void => void log.unexpected(error);
  const mayTrain = (): boolean => conditions.mayTrain;
  store.settleInBackground();
  // The worker went, with the service mostly, or another store takes the place of this one: the next start asks again.
  const logUnlessGone = (error: unknown): void => {
    if (!(error instanceof RpcError && error.kind === 'disconnected')) onError(error);
  };
  const areCounted = noticeOlderWrites(store, () => parts.twin.client().call('twin.rollupsDiffer', {})).then(
    () => true,
    (error: unknown) => {
      logUnlessGone(error);
      return false;
    },
  );
  parts.backups.start();
  const trash = new TrashKeeper(store, jobs, onError);
  trash.start();
  const unwatch = [
    watchFits({ store, jobs, fits: parts.fits, mayFit: mayTrain, onError }),
    watchPrivacy({ store, jobs, onError }),
  ];
  if (parts.watches)
    unwatch.push(
      watchHistory({ store, jobs, analyses: parts.analyses, mayAnalyse: mayTrain, onError }),
      watchWellbeing({ store, jobs, assessments: parts.assessments, onError }),
      watchEvents({ store, jobs, onError }),
      watchPredictions({ store, jobs, predictions: parts.predictions, onError }),
      watchRecall({ store, jobs, recall: parts.recall, mayFit: mayTrain, onError }),
    );
  const { simulate } = readProfileFile(parts.folder);
  // A demonstration profile is filled when it is first opened; conflict: somebody has put something of their own there.
  if (simulate !== undefined && undoState(store).undo === null && isEmptyLibrary(store))
    parts.server.call('exchange.simulateLearner', simulate, { caller: 'worker' }).catch(onError);
  void store.pruneUndo().catch(onError);
  return {
    stop: () => {
      for (const end of unwatch) end();
      trash.stop();
    },
    markEnd: async () => {
      if (await areCounted) await markLastWrite(store).catch(logUnlessGone);
    },
  };
};
