import { expect, it } from 'vitest';
import { hasWords } from './has-words.ts';

it.each([
  ['Year 6 · Surgery · Mechanisms', 'mech surg', true],
  ['Year 6 · Surgery · Mechanisms', '', true],
  ['Übungen', 'ubung', true],
  ['Year 6 · Surgery', 'surg mech', false],
])('%s for "%s": %s', (name, written, has) => expect(hasWords(name, written)).toBe(has));
