import { z } from 'zod';
import { uid } from '../../store/schemas.ts';

const limit = z.int().min(1).max(9999);
const days = z.int().min(1).max(365);

/** In which order the chosen cards come; the limit takes the first of this order. */
const order = z.enum(['retrievability', 'due', 'added', 'lapses', 'random']);

/** Which cards of a tag, an objective or a scope: all in study, those never seen, those due by today, those that were seen. */
const cardsOf = z.enum(['all', 'new', 'due', 'seen']);

const common = { limit, order };

/**
 * Cards a person chooses beside the plan of the day. Without `reschedule` the answers are practice: they are kept, and
 * change no card.
 */
export const customStudy = z.discriminatedUnion('kind', [
  /** Reviews that are due within the next days; they are scheduled by the time that has really passed. */
  z.strictObject({ kind: z.literal('ahead'), days, ...common }),
  /** Cards answered Forgot today (1) or in the last days. */
  z.strictObject({ kind: z.literal('forgotten'), days, reschedule: z.boolean(), ...common }),
  /** Cards with a tag, or with one beneath it (`heart` has `heart::valves`). */
  z.strictObject({
    kind: z.literal('tag'),
    tag: z.string().trim().min(1).max(400),
    cards: cardsOf,
    reschedule: z.boolean(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('objective'),
    objective: uid,
    cards: cardsOf,
    reschedule: z.boolean(),
    ...common,
  }),
  /** Cards the twin's last look found likelier forgotten than FSRS says; scheduled by the time that has really passed. */
  z.strictObject({ kind: z.literal('at_risk'), ...common }),
  z.strictObject({ kind: z.literal('state'), cards: cardsOf, reschedule: z.boolean(), ...common }),
  /** A look at cards that were never studied, added in the last days; they stay new. */
  z.strictObject({ kind: z.literal('preview'), days, ...common }),
  /** Everything of the scope, as before an exam: practice only. */
  z.strictObject({ kind: z.literal('cram'), ...common }),
]);

export type CustomStudy = z.infer<typeof customStudy>;

/** Whether answers in such a session schedule the card. */
export const reschedules = (custom: CustomStudy): boolean =>
  custom.kind === 'ahead' || custom.kind === 'at_risk' || ('reschedule' in custom && custom.reschedule);
