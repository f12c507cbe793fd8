import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../../store/schemas.ts';

export const trashKind = z.enum(['course', 'lecture', 'note', 'card', 'preset', 'exam']);

const item = z.object({
  kind: trashKind,
  uid,
  /** Its title, or the beginning of its text. */
  title: z.string(),
  /** Where it was: the course of a lecture or exam, the course and lecture of a note or card. May be empty. */
  place: z.string(),
  deletedAt: instant,
  /** When it is erased. */
  erasedAt: instant,
  /** What went with it. */
  notes: count,
  cards: count,
});

export type TrashKind = z.infer<typeof trashKind>;

/** What was put away in the last 30 days. */
export const trashContract = defineContract('trash', {
  /** Newest first, at most 500; `total` says how many there are. */
  list: query({
    input: nothing,
    output: z.object({ items: z.array(item), total: count }),
    reads: ['courses', 'lectures', 'notes', 'cards', 'course_presets', 'exams', 'batches'],
  }),
  /**
   * Brings things back with what went with them. One step of undo. `conflict` where their place is in the trash itself, or
   * for a card that its note's type has no more; with a place such cards stay behind.
   */
  restore: command({
    input: z.strictObject({
      items: z
        .array(z.strictObject({ kind: trashKind, uid }))
        .min(1)
        .max(500),
    }),
    output: z.object({ items: count, cards: count }),
  }),
  /**
   * Job: erases what lies in the trash now instead of in 30 days. That, and everything done before it, cannot be undone
   * any more. Reviews of what is erased stay as bare answers.
   */
  empty: command({ input: nothing, output: z.object({ job: uid }) }),
});
