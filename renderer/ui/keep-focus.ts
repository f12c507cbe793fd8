/** What opened something that floats may be gone, or was nothing, when it closes; then the page takes the focus, not nobody. */
export function keepFocus(): void {
  // The focus is given back in the frame after it has gone.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('content')?.focus();
    }),
  );
}
