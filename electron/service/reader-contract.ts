import { z } from 'zod';
import { libraryContract } from '#core/library/contract.ts';
import { query } from '#core/rpc/contract.ts';
import { studyDay } from '#core/store/schemas.ts';

/** What the service asks its read-only worker: heavy queries, with the day where an answer depends on the clock. */
export const readerContract = {
  'library.cards': libraryContract['library.cards'],
  'library.treeOn': query({
    input: z.strictObject({ today: studyDay }),
    output: libraryContract['library.tree'].output,
    reads: libraryContract['library.tree'].reads,
  }),
};

export type ReaderContract = typeof readerContract;
