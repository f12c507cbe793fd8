/** What to do about a service that has ended without being asked to. */
export type RestartRule = { kind: 'restart'; afterMs: number } | { kind: 'give-up' };

/** After the first end, and after the second; a third within so long a time is no accident. */
const waitsMs = [250, 1_000];
const withinMs = 60_000;

/** `ends`: instants at which it ended, the newest last, in milliseconds of one clock. */
export const ruleRestart = (ends: readonly number[]): RestartRule => {
  const newest = ends.at(-1) ?? 0;
  const recent = ends.filter((at) => newest - at < withinMs).length;
  const afterMs = waitsMs[recent - 1];
  return afterMs === undefined ? { kind: 'give-up' } : { kind: 'restart', afterMs };
};
