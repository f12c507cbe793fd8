import { z } from 'zod';
import { command, defineContract, query, stream } from '../rpc/contract.ts';
import type { JsonValue } from '../rpc/errors.ts';
import { count, instant, nothing, uid } from '../store/schemas.ts';

// Checked border: the same values, read-only.
const json = z.json() as z.ZodType<JsonValue, JsonValue>;
const errorData = z.object({ kind: z.string(), details: z.record(z.string(), json) });

export const jobView = z.object({
  uid,
  /** For example "exchange.stage". */
  kind: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  /** Stable name of the step, for example "notes"; the words are the screen's. */
  step: z.string(),
  done: count,
  /** 0 while the total is not known. */
  total: count,
  startedAt: instant,
  endedAt: instant.nullable(),
  /** What the job gave when it is done; its shape belongs to the kind. */
  result: json.nullable(),
  error: errorData.nullable(),
});

/** Long work: progress, cancel, atomic end. */
export const jobsContract = defineContract('jobs', {
  /** The job now and after every change, until it ends. */
  watch: stream({ input: z.strictObject({ job: uid }), output: jobView }),
  cancel: command({ input: z.strictObject({ job: uid }), output: nothing }),
  list: query({ input: nothing, output: z.object({ jobs: z.array(jobView) }), reads: ['jobs'] }),
});
