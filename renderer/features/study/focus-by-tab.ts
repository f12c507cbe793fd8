/**
 * Marks the card frame while the focus came into it by Tab. The browser shows no ring for a focus inside a frame, and
 * after a click nobody needs one. Returns what ends the marking.
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
  view.addEventListener('focus', () => frame.toggleAttribute('data-focus-visible', byTab), options);
  view.addEventListener('blur', () => frame.toggleAttribute('data-focus-visible', false), options);
  return () => stop.abort();
}
