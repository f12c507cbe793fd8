import { parseCloze } from './parse-cloze.ts';

/**
 * A field with its cloze deletions shown for one card. `number` is the card's cloze number (1 for `c1`). On the question
 * side the active deletions read `[...]` or `[hint]` and hide what is nested in them; on the answer side they show their
 * text; all others are `cloze-inactive`. Empty when the field has no deletion of this number, as in Anki.
 */
export function renderCloze(field: string, number: number, side: 'question' | 'answer'): string {
  if (!field.includes('{{c')) return '';
  const tokens = parseCloze(field);
  const html: string[] = [];
  let found = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'text') html.push(token.text);
    else if (token?.kind === 'close') html.push('</span>');
    else if (token?.kind === 'open') {
      const active = token.numbers.includes(number);
      html.push(
        `<span class="${active ? 'cloze' : 'cloze-inactive'}" data-ordinal="${token.numbers.join(',')}">`,
      );
      found ||= active;
      if (!active || side === 'answer') continue;
      const hint = token.hint?.trim() ?? '';
      html.push(`[${hint === '' ? '...' : hint}]</span>`);
      index = token.close;
    }
  }
  return found ? html.join('') : '';
}

/** The field with every deletion shown as its plain text, without markers and hints. */
export function clozeText(field: string): string {
  if (!field.includes('{{c')) return field;
  return parseCloze(field)
    .map((token) => (token.kind === 'text' ? token.text : ''))
    .join('');
}

/** The texts of the deletions of one number, separated by commas: what is typed as the answer of a type-in card. */
export function clozeAnswers(field: string, number: number): string {
  const tokens = parseCloze(field);
  const answers: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== 'open' || !token.numbers.includes(number)) continue;
    const inside = tokens.slice(index + 1, token.close);
    answers.push(inside.map((inner) => (inner.kind === 'text' ? inner.text : '')).join(''));
    index = token.close;
  }
  return answers.join(', ');
}
