import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spaceSiblings } from './space-siblings.ts';

const spaced = (notes: string): string =>
  spaceSiblings(
    notes.split('').map((note, index) => ({ note: note.codePointAt(0) ?? 0, letter: note, index })),
    ({ note }) => note,
  )
    .map(({ letter }) => letter)
    .join('');

describe('cards of one note', () => {
  it.each([
    ['abc', 'abc'],
    ['aabb', 'abab'],
    ['aab', 'aba'],
    ['aaabc', 'abaca'],
    ['abbc', 'abcb'],
    ['aaa', 'aaa'],
    ['abaab', 'ababa'],
  ])('%s come as %s', (before, after) => {
    expect(spaced(before)).toBe(after);
  });

  it('stand apart while another is left, and nothing is lost or doubled', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 40 }), (notes) => {
        const entries = notes.map((note, index) => ({ note, index }));
        const result = spaceSiblings(entries, ({ note }) => note);
        expect(result.toSorted((a, b) => a.index - b.index)).toEqual(entries);
        const clash = result.findIndex((entry, at) => at > 0 && result[at - 1]?.note === entry.note);
        // From the first clash on, only siblings were left.
        if (clash >= 0) expect(new Set(result.slice(clash).map(({ note }) => note)).size).toBe(1);
      }),
    );
  });
});
