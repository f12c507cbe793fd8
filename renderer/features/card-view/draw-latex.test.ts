import { expect, it } from 'vitest';
import { latexParts } from './draw-latex.ts';

it.each([
  ['$x^2$', [['inline', 'x^2']]],
  ['$$x$$', [['display', 'x']]],
  ['\\begin{displaymath}a & b\\end{displaymath}', [['display', 'a & b']]],
  ['\\begin{align*}a &= b\\end{align*}', [['display', '\\begin{align*}a &= b\\end{align*}']]],
  ['\\begin{math}a\\end{math}', [['inline', 'a']]],
  [
    'Text and $y$, \\(z\\) and \\[w\\].',
    [
      ['text', 'Text and '],
      ['inline', 'y'],
      ['text', ', '],
      ['inline', 'z'],
      ['text', ' and '],
      ['display', 'w'],
      ['text', '.'],
    ],
  ],
  ['costs 5 $', [['text', 'costs 5 $']]],
])('%s', (source, parts) => {
  expect(latexParts(source).map(({ kind, text }) => [kind, text])).toEqual(parts);
});
