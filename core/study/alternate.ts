/** An entry comes at most this many places before its turn, so that the order that was given still rules. */
const lookahead = 24;

/**
 * The same entries so that neighbours differ in their key wherever one of the next entries does: the first that differs
 * comes next, and the ones passed over keep their order. Of interleaving objectives it is what the order by
 * retrievability can afford: nothing is moved far, and an entry passed over comes right after.
 */
export const alternate = <T>(entries: readonly T[], keyOf: (entry: T) => number | undefined): T[] => {
  const ahead: T[] = [];
  const result: T[] = [];
  let next = 0;
  let last: number | undefined;
  for (;;) {
    while (ahead.length < lookahead && next < entries.length) ahead.push(entries[next++]!); // below the length
    const [head] = ahead;
    if (head === undefined) return result;
    const other =
      last === undefined
        ? 0
        : Math.max(
            0,
            ahead.findIndex((entry) => keyOf(entry) !== last),
          );
    const [chosen = head] = ahead.splice(other, 1);
    result.push(chosen);
    last = keyOf(chosen);
  }
};
