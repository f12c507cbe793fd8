import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, studyDay } from '../schemas.ts';

const group = z.object({
  /** Entries of the undo log, the oldest and the newest of the group. */
  first: z.int(),
  last: z.int(),
  from: instant,
  to: instant,
  studyDay,
  command: z.string(),
  /** Of a single entry, what it was done to; may be empty. */
  subject: z.string(),
  /** Answers of one session are one group. */
  count,
  /** Taken back, and can be done again. */
  undone: z.boolean(),
});

/** What was done in the last 30 days, and the way back to any moment of them. */
export const historyContract = defineContract('history', {
  /** Newest first. `before`: the `first` of the last group already seen. */
  list: query({
    input: z.strictObject({ before: z.int().optional(), limit: z.int().min(1).max(200).default(60) }),
    output: z.object({
      groups: z.array(group),
      hasMore: z.boolean(),
      /** What undo and redo would begin with; null when there is nothing. */
      undo: z.int().nullable(),
      redo: z.int().nullable(),
    }),
    reads: ['undo_log', 'study_sessions'],
  }),
  /**
   * Takes back every command down to `entry`, or does again every one up to it, all or nothing. `from`: where the caller
   * saw that this would begin; `conflict` where something was done meanwhile.
   */
  move: command({
    input: z.strictObject({ direction: z.enum(['undo', 'redo']), entry: z.int(), from: z.int() }),
    output: z.object({ steps: count }),
  }),
});
