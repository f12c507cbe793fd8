/** A stretch of a line: as it should be, typed but wrong, or not typed. */
export type TypedPart = { kind: 'good' | 'bad' | 'missed'; text: string };

export type TypedComparison = {
  right: boolean;
  /** What was typed; a dash stands for each letter that is missing. */
  typed: TypedPart[];
  expected: TypedPart[];
};

/** Work in comparisons of letters; what is beyond it counts as replaced. Two texts of 2,000 letters stay below. */
const mostSteps = 20_000_000;

type Letters = { compared: string[]; shown: string[] };

/**
 * What was typed against what was expected, letter by letter, by the longest matching blocks (Ratcliff and Obershelp, as
 * Anki compares). Both are compared in NFC with white space folded; without `combining` accents and other marks do not
 * count, and are still shown in the expected line.
 */
export function compareTyped(typed: string, expected: string, combining: boolean): TypedComparison {
  const a = letters(typed, combining);
  const b = letters(expected, combining);
  const result: TypedComparison = { right: false, typed: [], expected: [] };
  if (a.compared.join('') === b.compared.join('')) {
    const whole: TypedPart = { kind: 'good', text: b.shown.join('') };
    return { right: true, typed: [whole], expected: [whole] };
  }
  let atA = 0;
  let atB = 0;
  for (const { a: startA, b: startB, size } of [
    ...matchingBlocks(a.compared, b.compared),
    { a: a.compared.length, b: b.compared.length, size: 0 },
  ]) {
    push(result.typed, 'bad', a.shown.slice(atA, startA).join(''));
    // Dashes only where nothing was typed instead.
    if (startA === atA) push(result.typed, 'missed', '-'.repeat(startB - atB));
    push(result.expected, 'missed', b.shown.slice(atB, startB).join(''));
    atA = startA + size;
    atB = startB + size;
    push(result.typed, 'good', a.shown.slice(startA, atA).join(''));
    push(result.expected, 'good', b.shown.slice(startB, atB).join(''));
  }
  return result;
}

function push(parts: TypedPart[], kind: TypedPart['kind'], text: string): void {
  if (text !== '') parts.push({ kind, text });
}

function letters(text: string, combining: boolean): Letters {
  const folded = text.replace(/\s+/g, ' ').trim();
  if (combining) {
    const all = Array.from(folded.normalize('NFC'));
    return { compared: all, shown: all };
  }
  const compared: string[] = [];
  const shown: string[] = [];
  for (const letter of folded.normalize('NFKD')) {
    const last = shown.length - 1;
    if (!/\p{M}/u.test(letter)) {
      compared.push(letter);
      shown.push(letter);
    } else if (last >= 0) shown[last] += letter;
  }
  return { compared, shown: shown.map((letter) => letter.normalize('NFC')) };
}

type Block = { a: number; b: number; size: number };

/** Blocks that both have, in order, the longest first found; adjacent ones are one. */
function matchingBlocks(a: readonly string[], b: readonly string[]): Block[] {
  const places = new Map<string, number[]>();
  for (const [index, letter] of b.entries()) {
    const known = places.get(letter);
    if (known === undefined) places.set(letter, [index]);
    else known.push(index);
  }
  const blocks: Block[] = [];
  const open = [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
  let steps = 0;
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const { fromA, toA, fromB, toB } = range;
    const best: Block = { a: fromA, b: fromB, size: 0 };
    let lengths = new Map<number, number>();
    for (let i = fromA; i < toA && steps < mostSteps; i++) {
      const next = new Map<number, number>();
      for (const j of places.get(a[i] ?? '') ?? []) {
        steps++;
        if (j >= toB) break;
        if (j < fromB) continue;
        const size = (lengths.get(j - 1) ?? 0) + 1;
        next.set(j, size);
        if (size > best.size) Object.assign(best, { a: i - size + 1, b: j - size + 1, size });
      }
      lengths = next;
    }
    if (best.size === 0) continue;
    blocks.push(best);
    open.push(
      { fromA, toA: best.a, fromB, toB: best.b },
      { fromA: best.a + best.size, toA, fromB: best.b + best.size, toB },
    );
  }
  return merged(blocks.toSorted((one, other) => one.a - other.a));
}

function merged(blocks: readonly Block[]): Block[] {
  const whole: Block[] = [];
  for (const block of blocks) {
    const last = whole.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b)
      last.size += block.size;
    else whole.push({ ...block });
  }
  return whole;
}
