/** What to do about a service that has ended without being asked to. */
export type RestartRule = { kind: 'restart'; afterMs: number } | { kind: 'give-up' };

const firstWaitMs = 250;
const longestWaitMs = 8_000;
/** So many ends within so long a time are no accident. */
export const tolerated = 3;
export const withinMs = 60_000;

/** `ends`: instants at which it ended, the newest last, in milliseconds of one clock. */
export const ruleRestart = (ends: readonly number[]): RestartRule => {
  const newest = ends.at(-1) ?? 0;
  const recent = ends.filter((at) => newest - at < withinMs).length;
  if (recent >= tolerated) return { kind: 'give-up' };
  return { kind: 'restart', afterMs: Math.min(longestWaitMs, firstWaitMs * 4 ** (recent - 1)) };
};
