import { z } from 'zod';
import { command, defineContract, stream } from '../../rpc/contract.ts';
import { count, instant, nothing } from '../schemas.ts';

/**
 * What was found: pages that do not read as they were written, a file whose end is missing, one that is no store at all,
 * one that is not there although its log is, or a log with damage in its middle.
 */
export const repairCause = z.enum(['pages', 'cut_off', 'not_a_store', 'missing', 'log']);

const held = z.object({
  courses: count,
  notes: count,
  cards: count,
  reviews: count,
  lastReview: instant.nullable(),
});

/** Ways out, the best first: the store as its log completes it, what can be read of it, the last backup. */
export const repairWay = z.enum(['log', 'salvage', 'backup']);

const findings = z.object({
  cause: repairCause,
  folder: z.string(),
  fileBytes: count,
  /** What the file says of its own size; null where it says nothing. */
  statedBytes: count.nullable(),
  log: held.extend({ isWithoutLog: z.boolean() }).nullable(),
  salvage: held
    .extend({
      damagedPages: count,
      /** Rows on pages that can be read, which can not be. */
      unreadableRows: count,
      /** Rows that an index or a count still knows of, and which are lost, by table. */
      lost: z.record(z.string(), count),
      remadeCards: count,
      /** Cards and notes that are kept empty in the trash, because answers belong to them. */
      ghosts: count,
    })
    .nullable(),
  backup: held
    .extend({
      file: z.string(),
      createdAt: instant,
      /** What the salvaged store has and the backup has not; null where nothing was salvaged. */
      newer: z.object({ notes: count, cards: count, reviews: count }).nullable(),
    })
    .nullable(),
});

/** Where the care of a damaged store is. `sound`: the store is open, and there is nothing to care for. */
export const repairState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('sound') }),
  /** The store is open, and something in it could not be read. */
  z.object({ at: z.literal('suspect') }),
  /** The store is open, and is only read: version `found` of it asks for a newer program than one that knows `known`. */
  z.object({ at: z.literal('read_only'), found: z.int(), known: z.int() }),
  z.object({ at: z.literal('looking'), done: count, total: count }),
  z.object({ at: z.literal('found'), findings }),
  z.object({ at: z.literal('putting'), way: repairWay }),
  /** The care itself failed; nothing has changed. */
  z.object({ at: z.literal('failed'), kind: z.string() }),
]);

export type RepairCause = z.infer<typeof repairCause>;
export type RepairWay = z.infer<typeof repairWay>;
export type RepairFindings = z.infer<typeof findings>;
export type RepairHeld = z.infer<typeof held>;
export type RepairState = z.infer<typeof repairState>;

/** What a store that does not open, or does not read, can be made of. Until somebody chooses, nothing has changed. */
export const repairContract = defineContract('repair', {
  /** One item at once and one after each change. */
  watch: stream({ input: nothing, output: repairState }),
  /** Closes a store that could not be read and looks at what is wrong with it; looks again where that failed. */
  look: command({ input: nothing, output: nothing }),
  /** Puts what was found in the store's place. The damaged file is kept beside it under a name with its date. */
  choose: command({ input: z.strictObject({ way: repairWay }), output: nothing }),
});
