import { describe, expect, it } from 'vitest';
import { parseBoundedJson } from './bounded-json.ts';

describe('parseBoundedJson', () => {
  it('parses what is nested as deep as allowed and refuses one level more', () => {
    expect(parseBoundedJson('{"a":[{"b":1}]}', 3)).toEqual({ a: [{ b: 1 }] });
    expect(() => parseBoundedJson('{"a":[{"b":1}]}', 2)).toThrow(RangeError);
  });

  it('counts levels and not brackets, nor brackets in texts', () => {
    expect(parseBoundedJson('[[1],[2],[3]]', 2)).toEqual([[1], [2], [3]]);
    expect(parseBoundedJson('["[[[[", "\\"[[[["]', 1)).toEqual(['[[[[', '"[[[[']);
  });

  it('refuses 200,000 levels and invalid JSON', () => {
    expect(() => parseBoundedJson('['.repeat(200_000), 32)).toThrow(RangeError);
    expect(() => parseBoundedJson('{', 32)).toThrow(SyntaxError);
  });
});
