/** One piece of a field with cloze deletions. `open` and `close` come in pairs and nest. */
export type ClozeToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly numbers: readonly number[]; hint: string | undefined; close: number }
  | { readonly kind: 'close' };

type Open = Extract<ClozeToken, { kind: 'open' }>;

const MARKER = /\{\{c(\d{1,4}(?:,\d{1,4}){0,15})::|\}\}/g;

/** The greatest cloze number a note may use, as in Anki. */
const MAX_NUMBER = 500;

/**
 * Splits a field at its cloze markers: `{{c1::text}}`, `{{c1::text::hint}}`, nested, several numbers as `{{c1,3::…}}`.
 * `close` is the index of the matching close token. Markers without a partner stay text.
 */
export function parseCloze(field: string): readonly ClozeToken[] {
  const tokens: ClozeToken[] = [];
  const open: { token: Open; index: number; source: string }[] = [];
  let at = 0;
  for (const match of field.matchAll(MARKER)) {
    pushText(tokens, open.at(-1)?.token, field.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] !== undefined) {
      const numbers = match[1].split(',').map(Number).filter((number) => number >= 1 && number <= MAX_NUMBER);
      const token: Open = { kind: 'open', numbers, hint: undefined, close: -1 };
      open.push({ token, index: tokens.length, source: match[0] });
      tokens.push(token);
    } else {
      const innermost = open.pop();
      if (innermost === undefined) tokens.push({ kind: 'text', text: '}}' });
      else {
        innermost.token.close = tokens.length;
        tokens.push({ kind: 'close' });
      }
    }
  }
  pushText(tokens, undefined, field.slice(at));
  for (const { token, index, source } of open) {
    const hint = token.hint === undefined ? '' : `::${token.hint}`;
    tokens[index] = { kind: 'text', text: source + hint };
  }
  return tokens;
}

// Inside a deletion the first `::` starts the hint.
function pushText(tokens: ClozeToken[], deletion: Open | undefined, text: string): void {
  const separator = deletion === undefined ? -1 : text.indexOf('::');
  if (deletion !== undefined && separator !== -1) {
    deletion.hint = text.slice(separator + 2);
    tokens.push({ kind: 'text', text: text.slice(0, separator) });
  } else if (text !== '') {
    tokens.push({ kind: 'text', text });
  }
}
