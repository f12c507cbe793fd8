import { expect, it } from 'vitest';
import { ERASE_WORD } from '#core/twin/privacy/erase-word.ts';
import { privacy } from './en/privacy.ts';

it('the word that the page asks for is the one that the service takes', () => {
  expect(privacy.eraseWord).toBe(ERASE_WORD);
});
