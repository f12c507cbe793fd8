import type { TrashParts } from '#core/library/trash/service.ts';
import type { LibraryHeavyReads } from '#core/library/service.ts';
import type { ParametersHeavyReads } from '#core/study/parameters/service.ts';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import { serviceFiles } from './files.ts';
import type { ReaderContract } from './reader-contract.ts';
import { fromBytes } from './review-bytes.ts';
import { workerClient } from './worker-client.ts';

/** A read-only worker for queries that take longer than the writer's thread may wait. */
export const startReaders = (data: {
  folder: string;
}): {
  heavyReads: LibraryHeavyReads;
  parameterReads: ParametersHeavyReads;
  trash: TrashParts['list'];
  reviewColumns(signal: AbortSignal): Promise<TimedReviews>;
  close(): Promise<void>;
} => {
  const { client, close } = workerClient<ReaderContract>(serviceFiles().reader, data.folder);
  return {
    heavyReads: {
      cards: (asked, day, signal) => client().call('library.cardsOn', { asked, ...day }, { signal }),
      select: (asked, day, signal) => client().call('library.selectOn', { asked, ...day }, { signal }),
      tree: (today, signal) => client().call('library.treeOn', { today }, { signal }),
    },
    parameterReads: {
      previewReschedule: (today, signal) => client().call('parameters.previewOn', { today }, { signal }),
      workload: (today, signal) => client().call('parameters.workloadOn', { today }, { signal }),
      moves: (today, operation, skip, signal) =>
        client().call('parameters.movesOn', { today, operation, skip }, { signal }),
    },
    trash: (now, signal) => client().call('trash.listAt', { now }, { signal }),
    reviewColumns: async (signal) => fromBytes(await client().call('parameters.columns', {}, { signal })),
    close,
  };
};
