import { describe, expect, it } from 'vitest';
import { toCsv } from './to-csv.ts';

describe('toCsv', () => {
  it('quotes what holds a comma, a quote or a line break', () => {
    expect(toCsv([['a,b', 'say "x"', 'two\nlines', 'plain']])).toBe('"a,b","say ""x""","two\nlines",plain');
  });

  it('disarms formulas and leaves negative numbers alone', () => {
    expect(toCsv([['=1+1', '-5', '-x']])).toBe("'=1+1,-5,'-x");
  });
});
