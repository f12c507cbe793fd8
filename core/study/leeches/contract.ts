import { z } from 'zod';
import { scope } from '../../library/contract.ts';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, uid } from '../../store/schemas.ts';

const leech = z.object({
  card: uid,
  note: uid,
  question: z.string(),
  lecture: z.string(),
  lapses: count,
  reps: count,
  suspended: z.boolean(),
  /** The note carries the tag `leech`. */
  tagged: z.boolean(),
});

/** Another card that asks or answers nearly the same. */
const similar = z.object({
  card: uid,
  question: z.string(),
  answer: z.string(),
  /** Which sides are alike, and the share of words both have. */
  alike: z.enum(['question', 'answer']),
  share: z.number().min(0).max(1),
});

export const leechesContract = defineContract('leeches', {
  /** Cards that were forgotten again and again, the most often first. */
  list: query({
    input: z.strictObject({ scope, limit: z.int().min(1).max(200) }),
    output: z.object({
      /** Lapses from which a card is a leech where no preset says otherwise. */
      threshold: count,
      total: count,
      rows: z.array(leech),
    }),
    reads: ['cards', 'card_states', 'notes', 'note_tags', 'lectures', 'courses', 'settings'],
  }),
  /** Why a card may be hard to keep: what it is confused with, and whether it asks for too much at once. */
  reasons: query({
    input: z.strictObject({ card: uid }),
    output: z.object({
      similar: z.array(similar),
      /** Size of what has to be remembered. */
      words: count,
      deletions: count,
      listItems: count,
      /** One of them is over what one card can hold. */
      tooMuch: z.boolean(),
      /** One field for each fact that the answer lists: a beginning for a split. Empty where it lists none. */
      facts: z.array(z.string()),
    }),
    reads: ['cards', 'notes', 'note_types', 'note_tags'],
  }),
  /** New notes instead of a card that held too much; that card is suspended. One step of undo. */
  split: command({
    input: z.strictObject({
      card: uid,
      notes: z
        .array(z.strictObject({ fields: z.array(z.string().max(200_000)).min(1).max(200) }))
        .min(1)
        .max(20),
    }),
    output: z.object({ notes: z.array(uid), cards: count }),
  }),
});
