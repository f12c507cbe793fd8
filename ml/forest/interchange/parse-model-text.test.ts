import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../data/data-error.ts';
import { ML_LIMITS } from './ml-model.ts';
import { parseModelText } from './parse-model-text.ts';

const nested = (depth: number): string => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`;

describe('the text of a model', () => {
  it('is read as JSON, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseModelText(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    for (const text of ['['.repeat(1000), `\\"${'{'.repeat(1000)}`, `\\\\"${']'.repeat(1000)}`])
      expect(parseModelText(JSON.stringify({ text, after: [1] }))).toEqual({ text, after: [1] });
  });

  it('is nested as deep as the deepest tree, and no deeper', () => {
    expect(parseModelText(nested(ML_LIMITS.depth / 2))).toBeInstanceOf(Array);
    for (const text of [nested(ML_LIMITS.depth), '['.repeat(5e6), '{"a":'.repeat(1e6)])
      expect(() => parseModelText(text)).toThrow('is nested more than');
  });

  it.each(['', '{', '[1,]', 'NaN', "{'a':1}", ']'])('is refused where it is no JSON: %s', (text) => {
    expect(() => parseModelText(text)).toThrow(DataError);
  });
});
