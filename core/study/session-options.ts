import { z } from 'zod';
import { customStudy } from './custom/contract.ts';

/** What a session was opened with beside its scope, as stored in `study_sessions.options`. */
const sessionOptions = z.strictObject({
  budgetMinutes: z.int().min(1).optional(),
  custom: customStudy.optional(),
});

export type SessionOptions = z.infer<typeof sessionOptions>;

/** Options that this version cannot read are none: the session is one of the day then. */
export const optionsOf = (row: { options: string | null }): SessionOptions => {
  if (row.options === null) return {};
  const parsed = sessionOptions.safeParse(JSON.parse(row.options));
  return parsed.success ? parsed.data : {};
};

/** As stored; the same options give the same text. */
export const storedOptions = (options: SessionOptions): string | null => {
  const parsed = sessionOptions.parse(options);
  return parsed.budgetMinutes === undefined && parsed.custom === undefined ? null : JSON.stringify(parsed);
};
