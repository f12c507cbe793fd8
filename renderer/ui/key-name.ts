const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const names: Record<string, string> = {
  mod: isApple ? '⌘' : 'Ctrl',
  space: 'Space',
  enter: 'Enter',
  shift: isApple ? '⇧' : 'Shift',
  escape: 'Esc',
  delete: 'Del',
};

/** The cap's text for a key chord such as `mod+k` or `s`. */
export function keyName(chord: string): string {
  return chord
    .split('+')
    .map((key) => names[key] ?? key.toUpperCase())
    .join(' ');
}
