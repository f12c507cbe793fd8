import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTyped, type TypedPart } from './compare-typed.ts';

const written = (parts: readonly TypedPart[]): string =>
  parts
    .map(({ kind, text }) => (kind === 'good' ? text : kind === 'bad' ? `<${text}>` : `(${text})`))
    .join('');

describe('compareTyped', () => {
  // The first four are what Anki shows for them.
  it.each([
    [
      'y ahora qe vamosa hacer',
      '¿Y ahora qué vamos a hacer?',
      '<y> ahora q<e> vamos(-)a hacer(-)',
      '(¿Y) ahora q(ué) vamos( )a hacer(?)',
    ],
    ['23', '1', '<23>', '(1)'],
    ['1', '12', '1(-)', '1(2)'],
    ['нс', 'нос', 'н(-)с', 'н(о)с'],
    ['1123', '123', '<1>123', '123'],
    ['', 'ab', '(--)', '(ab)'],
  ])('%s for %s', (typed, expected, typedLine, expectedLine) => {
    const result = compareTyped(typed, expected, true);
    expect(written(result.typed)).toBe(typedLine);
    expect(written(result.expected)).toBe(expectedLine);
    expect(result.right).toBe(false);
  });

  it.each([
    ['e\u0301', '\u00e9', true, true],
    ['e', '\u00e9', true, false],
    ['e', '\u00e9', false, true],
    ['  two   words ', 'two words', true, true],
    ['は', 'ば', false, true],
    ['שנון', 'שִׁנּוּן', false, true],
    ['Paris', 'paris', true, false],
  ])('%j for %j, marks count: %s', (typed, expected, combining, right) => {
    expect(compareTyped(typed, expected, combining).right).toBe(right);
  });

  it('shows the marks that did not count', () => {
    const result = compareTyped('חופ', 'חוֹף', false);
    expect(written(result.expected)).toBe('חוֹ(ף)');
  });

  it('loses no letter of either side, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (typed, expected) => {
        const fold = (text: string) => text.replace(/\s+/g, ' ').trim().normalize('NFC');
        const result = compareTyped(typed, expected, true);
        const of = (parts: readonly TypedPart[], ...kinds: string[]) =>
          parts
            .filter((part) => kinds.includes(part.kind))
            .map((part) => part.text)
            .join('');
        expect(of(result.typed, 'good', 'bad')).toBe(result.right ? fold(expected) : fold(typed));
        expect(of(result.expected, 'good', 'missed')).toBe(fold(expected));
        expect(of(result.typed, 'good')).toBe(of(result.expected, 'good'));
      }),
    );
  });

  it('ends on two long texts of one letter, and on two that share nothing in order', () => {
    const long = 'ab'.repeat(1000);
    expect(compareTyped('a'.repeat(1999), 'a'.repeat(2000), true).right).toBe(false);
    expect(compareTyped(long, Array.from(long).toReversed().join('') + 'c', true).right).toBe(false);
  });
});
