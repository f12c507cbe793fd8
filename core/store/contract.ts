import { z } from 'zod';
import { command, defineContract, query, stream } from '../rpc/contract.ts';
import { count, instant, nothing, uid } from './schemas.ts';

const undoEntry = z.object({
  id: z.int(),
  at: instant,
  /** Name of the command, for example "study.answer"; the words are the screen's. */
  command: z.string(),
  /** What it was done to, for example a course's title; may be empty. */
  subject: z.string(),
});

const undone = z.object({ entry: undoEntry.nullable() });

const jobStarted = z.object({ job: uid });

const feedPlace = z.object({ feed: z.string().max(64), seq: count });

/** Undo, the change feed, and the care of the file itself. */
export const storeContract = defineContract('store', {
  /**
   * One item at once and one after each change: the names of the queries that may now answer differently. `after`: goes on
   * from an item of an earlier connection; `isGap`: what was missed is not known any more, and everything may be stale.
   */
  changes: stream({
    input: z.strictObject({ after: feedPlace.optional() }),
    output: feedPlace.extend({ stale: z.array(z.string()), isGap: z.boolean() }),
  }),
  /** `entry`: the one that must be meant; `conflict` where another command came in between. */
  undo: command({ input: z.strictObject({ entry: z.int().optional() }), output: undone }),
  redo: command({ input: z.strictObject({ entry: z.int().optional() }), output: undone }),
  /** What undo and redo would do now. */
  undoState: query({
    input: nothing,
    output: z.object({ undo: undoEntry.nullable(), redo: undoEntry.nullable() }),
    reads: ['undo_log'],
  }),
  info: query({
    input: nothing,
    output: z.object({
      profileFolder: z.string(),
      fileBytes: count,
      blobBytes: count,
      schemaVersion: z.int(),
      createdAt: instant,
      courses: count,
      notes: count,
      cards: count,
      reviews: count,
    }),
    reads: ['courses', 'notes', 'cards', 'daily_rollups', 'media'],
  }),
  /** Job; result: a verification report (see verify.ts). */
  check: command({ input: nothing, output: jobStarted }),
  /** Job: drops every derived row and computes it again. */
  rebuild: command({ input: nothing, output: jobStarted }),
});
