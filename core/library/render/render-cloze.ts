import { isOcclusion, occlusionMask } from './occlusion-mask.ts';
import type { MaskState } from './occlusion-mask.ts';
import { parseCloze } from './parse-cloze.ts';
import type { ClozeToken } from './parse-cloze.ts';

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
      const inside = tokens[index + 1];
      if (inside?.kind === 'text' && token.close === index + 2 && isOcclusion(inside.text)) {
        html.push(occlusionMask(inside.text, token.numbers, maskState(active, side)));
        found ||= active;
        index = token.close;
        continue;
      }
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

/** The field with every deletion shown as its plain text, without markers and hints; the geometry of masks is no text. */
export function clozeText(field: string): string {
  if (!field.includes('{{c')) return field;
  return parseCloze(field)
    .map((token) => (token.kind === 'text' && !isOcclusion(token.text) ? token.text : ''))
    .join('');
}

function maskState(active: boolean, side: 'question' | 'answer'): MaskState {
  if (!active) return 'cloze-inactive';
  return side === 'question' ? 'cloze' : 'cloze-highlight';
}

/** The texts of the deletions of one number: what is typed as the answer of a type-in card. Equal ones count once. */
export function clozeAnswers(field: string, number: number): string {
  const tokens = parseCloze(field);
  const answers: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== 'open' || !token.numbers.includes(number)) continue;
    answers.push(textInside(tokens, index, token.close));
    index = token.close;
  }
  return (new Set(answers).size === 1 ? answers.slice(0, 1) : answers).join(', ');
}

/** What `{{cloze-only:…}}` shows: on the question the hints of the card's deletions, on the answer their texts. */
export function clozeOnly(field: string, number: number, side: 'question' | 'answer'): string {
  const tokens = parseCloze(field);
  const shown: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== 'open' || !token.numbers.includes(number)) continue;
    const hint = token.hint?.trim() ?? '';
    shown.push(side === 'answer' ? textInside(tokens, index, token.close) : hint === '' ? '...' : hint);
    index = token.close;
  }
  return shown.join(', ');
}

const textInside = (tokens: readonly ClozeToken[], open: number, close: number): string =>
  tokens
    .slice(open + 1, close)
    .map((token) => (token.kind === 'text' ? token.text : ''))
    .join('');
