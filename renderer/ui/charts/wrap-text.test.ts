import { describe, expect, it } from 'vitest';
import { wrapText } from './wrap-text.ts';

describe('wrapText', () => {
  it.each([
    ['Cloze', 200, ['Cloze']],
    ['Share of weak prerequisites', 120, ['Share of weak', 'prerequisites']],
    ['Retention in this topic over the last thirty days', 140, ['Retention in this', 'topic over the las…']],
    ['Pneumonoultramicroscopicsilicovolcanoconiosis', 100, ['Pneumonoultr…']],
  ])('%s within %s', (text, width, lines) => expect(wrapText(text, width)).toEqual(lines));
});
