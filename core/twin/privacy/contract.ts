import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing } from '../../store/schemas.ts';

/** on; off: the owner does not want to be looked at; forbidden: the institution has turned it off on this machine. */
export const PART_STATES = ['on', 'off', 'forbidden'] as const;
export type PartState = (typeof PART_STATES)[number];

/** What of the twin runs by itself. The learner model is what the other two stand on, and runs where anything does. */
export type TwinPart = 'analysis' | 'predictions' | 'wellbeing';

const partState = z.enum(PART_STATES);

/** What the owner lets be known, and what they take back. */
export const privacyContract = defineContract('twin', {
  privacy: query({
    input: nothing,
    output: z.object({
      /** This profile shows an invented learner, for good. */
      isSimulated: z.boolean(),
      /** Backups that still hold what would be erased. */
      backups: z.object({ count, newestAt: instant.nullable() }),
      /** Copies lie in a folder of the owner's choice as well. */
      hasFolder: z.boolean(),
      lastErasedAt: instant.nullable(),
    }),
    reads: ['profile_marks', 'backups', 'backup_plan', 'erasures'],
  }),
  /** What of the twin runs here: as the owner wants, and as their institution allows. */
  parts: query({
    input: nothing,
    output: z.object({ analysis: partState, predictions: partState, wellbeing: partState }),
    reads: ['settings'],
  }),
  /**
   * Erases what is known of how the owner studies: events, models, predictions. `reviews`: what they answered as well, so
   * that every card is new. `backups`: and the backups in the profile. Not undoable, and undo forgets everything before
   * it. Throws `invalid` where the word is another.
   */
  eraseBehavioralData: command({
    input: z.strictObject({
      word: z.string().max(40),
      reviews: z.boolean().default(false),
      backups: z.boolean().default(false),
    }),
    output: z.object({
      rows: count,
      /** Nothing of it can be read from free pages of the file either. */
      purged: z.boolean(),
      backups: count,
    }),
  }),
});
