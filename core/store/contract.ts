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

/** Undo, the change feed, and the care of the file itself. */
export const storeContract = defineContract('store', {
  /** One item after each change: the names of the queries that may now answer differently. */
  changes: stream({ input: nothing, output: z.object({ stale: z.array(z.string()) }) }),
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
