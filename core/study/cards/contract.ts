import { z } from 'zod';
import { command, defineContract } from '../../rpc/contract.ts';
import { count, uid } from '../../store/schemas.ts';

/** As many as one step of undo takes without holding up an answer for long. */
export const maxCardsAtOnce = 5000;

/** Cards that are not there (any more) are left out; when none is, `not_found`. */
const cards = z.array(uid).min(1).max(maxCardsAtOnce);
/** Cards that were changed. */
const changed = z.object({ cards: count });
const days = z.int().min(0).max(36_500);

/** What a person does to cards outside of answering. Each call is one step of undo. */
export const cardsContract = defineContract('cards', {
  suspend: command({
    /** `wholeNotes`: the other cards of their notes too. */
    input: z.strictObject({ cards, wholeNotes: z.boolean().optional() }),
    output: changed,
  }),
  unsuspend: command({ input: z.strictObject({ cards }), output: changed }),
  /** Out of study until the next study day. */
  bury: command({
    input: z.strictObject({ cards, wholeNotes: z.boolean().optional() }),
    output: changed,
  }),
  unbury: command({ input: z.strictObject({ cards }), output: changed }),
  /** 0 takes the flag away. */
  flag: command({ input: z.strictObject({ cards, flag: z.int().min(0).max(7) }), output: changed }),
  /** Due in so many days, spread over a range; new cards become reviews. */
  setDue: command({
    input: z
      .strictObject({
        cards,
        fromDays: days,
        toDays: days,
        /** The interval becomes that many days too, whatever it was. */
        setInterval: z.boolean(),
      })
      .refine(({ fromDays, toDays }) => fromDays <= toDays, 'a range begins before it ends'),
    output: changed,
  }),
  /** Back to new. The history stays. */
  forget: command({ input: z.strictObject({ cards }), output: changed }),
  /** Later by so many days, from today for what is late. New cards stay as they are. */
  postpone: command({
    input: z.strictObject({ cards, days: z.int().min(1).max(3650) }),
    output: changed,
  }),
});
