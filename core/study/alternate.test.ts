import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternate } from './alternate.ts';

const ofLetters = (letters: string): string =>
  alternate(letters.split(''), (letter) => letter.codePointAt(0)).join('');

describe('cards of different objectives', () => {
  it.each([
    ['', ''],
    ['aaabbb', 'ababab'],
    ['aaab', 'abaa'],
    ['abcabc', 'abcabc'],
    ['aabbcc', 'ababcc'],
    // The next b is further away than an entry may be brought forward.
    [`${'a'.repeat(30)}b`, `${'a'.repeat(7)}b${'a'.repeat(23)}`],
  ])('%s come as %s', (before, after) => {
    expect(ofLetters(before)).toBe(after);
  });

  it('alternate where another is near, and no card comes long before its turn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 120 }), (keys) => {
        const entries = keys.map((key, index) => ({ key, index }));
        const result = alternate(entries, ({ key }) => key);
        expect(result.toSorted((a, b) => a.index - b.index)).toEqual(entries);
        result.forEach(({ key, index }, at) => {
          expect(index - at).toBeLessThan(24);
          if (at === 0 || result[at - 1]?.key !== key) return;
          // Two of one objective: among the next 24 that were left there was no other.
          const left = result.slice(at).toSorted((a, b) => a.index - b.index);
          expect(left.slice(0, 24).every((other) => other.key === key)).toBe(true);
        });
      }),
    );
  });
});
