import { z } from 'zod';
import { customStudy } from './custom/contract.ts';

/** What a session was opened with beside its scope, as stored in `study_sessions.options`. */
const sessionOptions = z.strictObject({
  budgetMinutes: z.int().min(1).optional(),
  custom: customStudy.optional(),
  /** New cards come after all others, whatever the preset says. */
  newLast: z.literal(true).optional(),
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
  return Object.values(parsed).every((value) => value === undefined) ? null : JSON.stringify(parsed);
};

/** The options of a session with some of them changed, as stored. */
export const changedOptions = (row: { options: string | null }, changes: SessionOptions): string | null =>
  storedOptions({ ...optionsOf(row), ...changes });

/** What a session was asked for when it was opened, as stored: the order of what is left may have changed since. */
export const askedOptions = (row: { options: string | null }): string | null => {
  const { newLast: _later, ...asked } = optionsOf(row);
  return storedOptions(asked);
};
