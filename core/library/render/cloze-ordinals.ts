import { parseCloze } from './parse-cloze.ts';

/**
 * The card ordinals that the cloze deletions of a note generate: `c1` gives ordinal 0, `c2` gives 1. Ascending, each
 * once. Numbers outside 1–500 generate nothing.
 */
export function clozeOrdinals(fields: readonly string[]): number[] {
  const numbers = new Set<number>();
  for (const field of fields) {
    if (!field.includes('{{c')) continue;
    for (const token of parseCloze(field)) {
      if (token.kind === 'open') for (const number of token.numbers) numbers.add(number);
    }
  }
  return [...numbers].map((number) => number - 1).sort((a, b) => a - b);
}
