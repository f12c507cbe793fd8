import { expect, it } from 'vitest';
import { library } from './en/library.ts';

it.each([
  ['deck:Biology', 'unknown_key', '“deck:Biology”: write course: or lecture: here.'],
  ['-DECK:"Cell biology"', 'unknown_key', '“-DECK:"Cell biology"”: write course: or lecture: here.'],
  ['cid:5', 'unknown_key', '“cid:5” is nothing to search by.'],
  ['constructor:5', 'unknown_key', '“constructor:5” is nothing to search by.'],
  ['prop:ivl>30', 'unknown_property', '“prop:ivl>30”: write interval here.'],
  ['-prop:S<10', 'unknown_property', '“-prop:S<10”: write stability here.'],
  [
    'prop:ease>2',
    'unknown_property',
    '“prop:ease>2”: known are stability, difficulty, lapses, reps, interval and due.',
  ],
] as const)('a search for %s says what it is called here', (term, reason, sentence) => {
  expect(library.searchProblem({ term, reason })).toBe(sentence);
});
