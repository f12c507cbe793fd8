/** One piece of a field with cloze deletions. Every `open` has its `close` (index `close`); pairs nest. */
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
 * Markers without a partner are text.
 */
export function parseCloze(field: string): readonly ClozeToken[] {
  const markers = [...field.matchAll(MARKER)];
  const paired = pairMarkers(markers);
  const tokens: ClozeToken[] = [];
  const open: Open[] = [];
  let at = 0;
  for (const [index, match] of markers.entries()) {
    if (!paired[index]) continue;
    pushText(tokens, open.at(-1), field.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] === undefined) {
      const innermost = open.pop();
      if (innermost !== undefined) innermost.close = tokens.length;
      tokens.push({ kind: 'close' });
    } else {
      const token: Open = { kind: 'open', numbers: clozeNumbers(match[1]), hint: undefined, close: -1 };
      open.push(token);
      tokens.push(token);
    }
  }
  pushText(tokens, undefined, field.slice(at));
  return tokens;
}

function clozeNumbers(list: string): number[] {
  return list
    .split(',')
    .map(Number)
    .filter((number) => number >= 1 && number <= MAX_NUMBER);
}

function pairMarkers(markers: readonly RegExpMatchArray[]): boolean[] {
  const paired = markers.map(() => false);
  const open: number[] = [];
  for (const [index, match] of markers.entries()) {
    if (match[1] !== undefined) open.push(index);
    else {
      const partner = open.pop();
      if (partner === undefined) continue;
      paired[partner] = true;
      paired[index] = true;
    }
  }
  return paired;
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
