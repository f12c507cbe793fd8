/**
 * Marks the card frame while the focus came into it by Tab. The browser shows no ring for a focus inside a frame, nor does
 * it scroll to one, and after a click nobody needs either. Returns what ends the marking.
 */
export function markFocusByTab(frame: HTMLIFrameElement, view: Window): () => void {
  let byTab = false;
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };
  const onKey = (event: KeyboardEvent): void => {
    byTab = event.key === 'Tab';
  };
  const onPointer = (): void => {
    byTab = false;
    frame.toggleAttribute('data-focus-visible', false);
  };
  for (const target of [window, view]) {
    target.addEventListener('keydown', onKey, options);
    target.addEventListener('pointerdown', onPointer, options);
  }
  const onFocus = (): void => {
    frame.toggleAttribute('data-focus-visible', byTab);
    if (byTab) frame.scrollIntoView({ block: 'nearest' });
  };
  view.addEventListener('focus', onFocus, options);
  view.addEventListener('blur', () => frame.toggleAttribute('data-focus-visible', false), options);
  return () => stop.abort();
}

/**
 * What a pointer opened or pressed in a card lets go of the focus: Space shows the answer then, as it did before. One who
 * came by Tab presses Space again to close it.
 */
export function letGo(event: MouseEvent): void {
  // A key clicks too, with no count.
  if (event.detail === 0) return;
  for (const target of event.composedPath()) {
    if (!('localName' in target)) continue;
    const element = target as HTMLElement;
    if (element.localName === 'summary' || element.localName === 'button') element.blur();
  }
}
