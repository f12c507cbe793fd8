/** What opened something that floats may be gone, or was nothing, when it closes; then the page takes the focus, not nobody. */
export function keepFocus(): void {
  // The focus is given back in the frame after it has gone.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('content')?.focus();
    }),
  );
}

/**
 * Where the keys belong to what the page shows, as in Study: a menu that closes leaves the focus there and not on its own
 * button, which the next Space would open again. A dialog that came out of the menu keeps it.
 */
export function giveFocusToPage(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.querySelector('[role=dialog], [role=menu]') === null)
        document.getElementById('content')?.focus();
    }),
  );
}
