/** How much of a table others may delete here within a day before somebody is asked. */
export interface BrakeLimits {
  readonly rows: number;
  readonly share: number;
}

export const brakeLimits: BrakeLimits = { rows: 50, share: 0.2 };
const DAY = 86_400_000;

/** Deletions of one table that came from elsewhere: how many rows stood when the first of the day came, and when each came. */
export interface BrakeDay {
  readonly fromMs: number;
  readonly stood: number;
  readonly deleted: number;
}

/**
 * Whether one more deletion from another device is applied to what the owner sees. What is not is held with all that follow
 * it in that table, shown with counts, and applied or taken back by the owner: the facts have it in any case, so that all
 * devices agree on them.
 * @param day as the last call gave it; undefined: none yet
 * @param standing rows of the table that are not deleted, with this one; asked where a day begins
 * @param held deletions of the table that are held already
 */
export function brake(
  day: BrakeDay | undefined,
  { standing, held, nowMs }: { standing: () => number; held: number; nowMs: number },
  limits: BrakeLimits = brakeLimits,
): { readonly day: BrakeDay; readonly isHeld: boolean } {
  const isToday = day !== undefined && Math.abs(nowMs - day.fromMs) < DAY;
  const today = isToday ? day : { fromMs: nowMs, stood: standing(), deleted: 0 };
  const most = Math.max(limits.rows, limits.share * today.stood);
  if (held > 0 || today.deleted + 1 > most) return { day: today, isHeld: true };
  return { day: { ...today, deleted: today.deleted + 1 }, isHeld: false };
}
