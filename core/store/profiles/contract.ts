import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, title } from '../schemas.ts';

/** The name of a profile's folder. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a profile is named by its folder');

const profile = z.object({
  slug,
  name: z.string(),
  /** The one this window shows. */
  isOpen: z.boolean(),
  /** A simulated learner: nobody's own history. */
  isSimulated: z.boolean(),
  sizeBytes: count,
  usedAt: instant.nullable(),
});

/** Several people, or several desks, on one machine: each a folder with a store of its own. */
export const profilesContract = defineContract('profiles', {
  list: query({
    input: nothing,
    output: z.object({
      profiles: z.array(profile),
      /** This host can open another one. */
      canOpen: z.boolean(),
    }),
    reads: ['store_meta', 'profile_marks'],
  }),
  /** A new, empty profile; `simulate`: it fills itself with a simulated learner when it is first opened. */
  create: command({
    input: z.strictObject({ name: title, simulate: z.boolean().default(false) }),
    output: z.object({ slug }),
  }),
  rename: command({ input: z.strictObject({ slug, name: title }), output: nothing }),
  /** Opens one in a window of its own; `address`: where its page is, for a host that opens no windows itself. */
  open: command({ input: z.strictObject({ slug }), output: z.object({ address: z.string().nullable() }) }),
  /** Moves a closed profile to the folder of put-away ones beside them; nothing of it is erased. */
  remove: command({ input: z.strictObject({ slug }), output: z.object({ folder: z.string() }) }),
});
