const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Whether every word of what was written occurs in a name, in any order, whatever its capitals and accents. */
export function hasWords(name: string, written: string): boolean {
  const text = plain(name);
  return plain(written)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
