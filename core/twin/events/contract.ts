import { z } from 'zod';
import { defineContract, query } from '../../rpc/contract.ts';
import { instant } from '../../store/schemas.ts';

/** A row of `behavioral_events` that means the same in every store: without local keys. */
export const portableEvent = z.object({
  uid: z.string(),
  at: z.int(),
  utcOffsetMin: z.int(),
  studyDay: z.int(),
  type: z.string(),
  /** Uid of the session. */
  session: z.string().nullable(),
  data: z.record(z.string(), z.json()),
});
export type PortableEvent = z.infer<typeof portableEvent>;

/** What was noticed beside the answers. */
export const eventsContract = defineContract('twin', {
  /** Events of a type before an instant, the newest first: archived ones too. What was undone is left out. */
  events: query({
    input: z.strictObject({
      type: z.string().min(1).max(40),
      before: instant.optional(),
      limit: z.int().min(1).max(500),
    }),
    output: z.object({ events: z.array(portableEvent) }),
    reads: ['behavioral_events', 'event_archives', 'log_undos'],
  }),
});
