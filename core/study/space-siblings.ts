/**
 * The same entries, moved as little as needed so that no two of one note come right after each other while another entry
 * is left: the second card of a note would only be a peek at the first. An entry that has to wait keeps its place before
 * everything that came after it.
 */
export const spaceSiblings = <T>(entries: readonly T[], noteOf: (entry: T) => number | undefined): T[] => {
  const spaced: T[] = [];
  let waiting: T[] = [];
  let last: number | undefined;
  const place = (entry: T): void => {
    spaced.push(entry);
    last = noteOf(entry);
  };
  const isSibling = (entry: T): boolean => last !== undefined && noteOf(entry) === last;
  for (const entry of entries) {
    const free = waiting.findIndex((other) => !isSibling(other));
    const [freed] = free < 0 ? [] : waiting.splice(free, 1);
    if (freed !== undefined) place(freed);
    if (isSibling(entry)) waiting.push(entry);
    else place(entry);
  }
  while (waiting.length > 0) {
    const free = Math.max(
      0,
      waiting.findIndex((other) => !isSibling(other)),
    );
    place(waiting[free]!); // inside the list: free is the index of an entry
    waiting = waiting.toSpliced(free, 1);
  }
  return spaced;
};
