import { z } from 'zod';
import { defineContract, query } from '../../rpc/contract.ts';
import { nothing } from '../../store/schemas.ts';

/** What the institution manages on this machine. Read at the start of the program. */
export const policiesContract = defineContract('policies', {
  list: query({
    input: nothing,
    output: z.object({
      policies: z.array(
        z.object({
          name: z.string(),
          value: z.union([z.boolean(), z.number(), z.string(), z.array(z.string()).readonly()]),
          tier: z.enum(['mandatory', 'recommended']),
          source: z.string(),
        }),
      ),
      /** What was found and not taken. */
      problems: z
        .array(z.object({ source: z.string(), name: z.string().nullable(), why: z.string() }))
        .max(200),
    }),
    reads: [],
  }),
});
