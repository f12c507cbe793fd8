import { z } from 'zod';
import { libraryContract } from '#core/library/contract.ts';
import { trashContract } from '#core/library/trash/contract.ts';
import { bytes, query } from '#core/rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '#core/store/schemas.ts';
import { parametersContract } from '#core/study/parameters/contract.ts';

/** Columns of the largest log that is fitted, or the rows of a large rescheduling, within one message. */
const largest = bytes({ max: 7_000_000 });

/** The day a search is asked on, and when it began. */
const searchOn = z.strictObject({ today: studyDay, dayStart: z.int() });

/** What the service asks its read-only worker: heavy queries, with the day where an answer depends on the clock. */
export const readerContract = {
  'library.cardsOn': query({
    input: searchOn.extend({ asked: libraryContract['library.cards'].input }),
    output: libraryContract['library.cards'].output,
    reads: libraryContract['library.cards'].reads,
  }),
  'library.selectOn': query({
    input: searchOn.extend({ asked: libraryContract['library.select'].input }),
    output: libraryContract['library.select'].output,
    reads: libraryContract['library.select'].reads,
  }),
  'library.treeOn': query({
    input: z.strictObject({ today: studyDay }),
    output: libraryContract['library.tree'].output,
    reads: libraryContract['library.tree'].reads,
  }),
  'trash.listAt': query({
    input: z.strictObject({ now: instant }),
    output: trashContract['trash.list'].output,
    reads: trashContract['trash.list'].reads,
  }),
  'parameters.columns': query({
    input: nothing,
    output: z.object({ starts: largest, days: largest, ratings: largest, at: largest, durationMs: largest }),
    reads: ['reviews'],
  }),
  'parameters.previewOn': query({
    input: z.strictObject({ today: studyDay }),
    output: parametersContract['parameters.previewReschedule'].output,
    reads: parametersContract['parameters.previewReschedule'].reads,
  }),
  'parameters.workloadOn': query({
    input: z.strictObject({ today: studyDay }),
    output: parametersContract['parameters.workload'].output,
    reads: parametersContract['parameters.workload'].reads,
  }),
  'parameters.movesOn': query({
    input: z.strictObject({ today: studyDay, operation: uid, skip: count }),
    output: z.object({ moves: z.string(), uids: largest, isLast: z.boolean() }),
    reads: ['card_states'],
  }),
};

export type ReaderContract = typeof readerContract;
