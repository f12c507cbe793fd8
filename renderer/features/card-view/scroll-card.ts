/** How far a key moves the card, in heights of its frame; a card longer than the window is read by keyboard too. */
const heights: Readonly<Record<string, number>> = {
  ArrowDown: 0.12,
  ArrowUp: -0.12,
  PageDown: 0.9,
  PageUp: -0.9,
  Home: -1000,
  End: 1000,
};

/** Scrolls the card for a key that does so; false for any other key. */
export function scrollCard(view: Window, key: string): boolean {
  const by = heights[key];
  if (by === undefined) return false;
  view.scrollBy({ top: by * view.innerHeight });
  return true;
}
