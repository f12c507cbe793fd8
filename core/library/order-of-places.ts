type Titled = { readonly title: string; readonly source: string | null };

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Courses or lectures in the order people look for them in. A package says no order of its decks and Anki lists them by
 * name, so what came from Anki stands by name among itself; whatever has an order of its own keeps its place.
 */
export const inOrder = <T extends Titled>(places: readonly T[]): T[] => {
  const fromAnki = places.filter(({ source }) => source === 'anki');
  const byName = fromAnki.sort((one, other) => names.compare(one.title, other.title))[Symbol.iterator]();
  return places.map((place) => (place.source === 'anki' ? (byName.next().value ?? place) : place));
};

type Nested = { readonly id: number; readonly parent_id: number | null };

/** Each lecture followed by what is nested in it. One whose parent is gone stands directly under its course. */
export const depthFirst = <T extends Nested>(lectures: readonly T[]): T[] => {
  const ids = new Set(lectures.map(({ id }) => id));
  const under = Map.groupBy(lectures, ({ parent_id: up }) => (up !== null && ids.has(up) ? up : null));
  const from = (parent: number | null): T[] =>
    (under.get(parent) ?? []).flatMap((lecture) => [lecture, ...from(lecture.id)]);
  return from(null);
};
