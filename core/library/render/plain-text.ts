import { decodeEntities } from './decode-entities.ts';
import { clozeText } from './render-cloze.ts';
import { tokenizeHtml } from './tokenize-html.ts';

/** Elements inside a line; every other tag separates words. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q rp rt ruby s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

const SPACES = /\s+/g;
const SOUND = /\[sound:[^\]\n]{1,255}\]/g;

/**
 * A field as one line of text for lists and search: tags, comments, scripts, styles, media and sounds left out, character
 * references decoded, cloze deletions as their text, white space folded. At most `maxLength` UTF-16 units, never half a
 * character.
 */
export function plainText(html: string, maxLength: number): string {
  const text = clozeText(html);
  if (!/[<&[]/.test(text)) return cut(fold(text), maxLength);
  const parts: string[] = [];
  let length = 0;
  for (const token of tokenizeHtml(text)) {
    if (token.kind === 'text' || token.kind === 'unclosed') {
      const part = decodeEntities(token.text.replace(SOUND, ' ')).replace(SPACES, ' ');
      parts.push(part);
      length += part.trim().length;
    } else if ((token.kind === 'open' || token.kind === 'close') && !INLINE.has(token.name)) {
      parts.push(' ');
    }
    // Every part stays in the result but for the spaces around it.
    if (length >= maxLength) break;
  }
  return cut(fold(parts.join('')), maxLength);
}

function fold(text: string): string {
  return text.replace(SPACES, ' ').trim();
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const splitsPair = /[\ud800-\udbff]/.test(text[maxLength - 1] ?? '');
  return text.slice(0, Math.max(0, splitsPair ? maxLength - 1 : maxLength)).trimEnd();
}
