import { expect, it } from 'vitest';
import { completions } from './search-words.ts';

const names = {
  courses: ['Cardiology', 'Cell biology'],
  lectures: ['Action potentials'],
  types: ['Basic', 'Cloze'],
  tags: ['exam::2026', 'leech'],
};

it('completes keys and names at the end of a search, and leaves what stands before', () => {
  expect(completions('nerve is:su', names)).toEqual(['nerve is:suspended']);
  expect(completions('-tag:le', names)).toEqual(['-tag:leech']);
  expect(completions('course:ce', names)).toEqual(['course:"Cell biology"']);
  expect(completions('course:"cell b', names)).toEqual(['course:"Cell biology"']);
  expect(completions('co', names)).toEqual(['course:']);
  expect(completions('note:', names)).toEqual(['note:Basic', 'note:Cloze']);
  expect(completions('is:due tag:', names)).toEqual(['is:due tag:exam::2026', 'is:due tag:leech']);
});

it('offers nothing where nothing begins so', () => {
  expect(completions('', names)).toEqual([]);
  expect(completions('nerve ', names)).toEqual([]);
  expect(completions('xyz', names)).toEqual([]);
  expect(completions('is:due', names)).toEqual([]);
});
