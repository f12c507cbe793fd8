import { createHash } from 'node:crypto';
import { decodeEntities } from './decode-entities.ts';
import { escapeHtml } from './escape-html.ts';
import { ForwardSearch } from './forward-search.ts';
import { plainText } from './plain-text.ts';
import { tokenizeHtml } from './tokenize-html.ts';

/** What a voice is to say. */
export interface Speech {
  readonly text: string;
  readonly lang: string;
  readonly voices: readonly string[];
  readonly speed: number;
}

// Comments and tags are stepped over: what stands in an attribute is not maths.
const OPENER =
  /<!--[\s\S]*?(?:-->|$)|<anki-mathjax\b[^>]*>|<\/?[a-z][^>]*>?|\\\(|\\\[|\[latex\]|\[\$\$?\]|\[anki:tts(?:\s[^\]]{0,400})?\]/gi;

const CLOSER: Readonly<Record<string, string>> = {
  '\\(': '\\)',
  '\\[': '\\]',
  '[latex]': '[/latex]',
  '[$]': '[/$]',
  '[$$]': '[/$$]',
};

/** Longer is no formula and no sentence. */
const MAX_SOURCE = 20_000;
/** Only these are line breaks to Anki's LaTeX; the name of a picture depends on it. */
const LATEX_BREAKS: ReadonlySet<string> = new Set(['br', 'div']);
const BREAKS: ReadonlySet<string> = new Set(['br', 'div', 'p', 'li', 'tr']);

/**
 * Finds what is not HTML in an expanded side: formulas become `<span data-math>` with their TeX source as text (the page
 * draws them), `[latex]` the picture that Anki made of it, with the source as its alternative text, and what is to be
 * spoken a marker that the cleaning turns into a player. One pass, linear in the length of any input.
 */
export function markSpecials(html: string): { readonly html: string; readonly speeches: readonly Speech[] } {
  if (!/\\[([]|\[(?:latex|\$|anki:)|<anki-mathjax/i.test(html)) return { html, speeches: [] };
  const closers = new Map<string, ForwardSearch>();
  const parts: string[] = [];
  const speeches: Speech[] = [];
  const opener = new RegExp(OPENER);
  let done = 0;
  for (let match = opener.exec(html); match !== null; match = opener.exec(html)) {
    const open = match[0].toLowerCase();
    const closer = closerOf(open);
    if (closer === undefined) continue;
    const search = closers.get(closer) ?? new ForwardSearch(html, closer);
    closers.set(closer, search);
    const end = search.next(opener.lastIndex);
    if (end === -1 || end - opener.lastIndex > MAX_SOURCE) continue;
    const inside = html.slice(opener.lastIndex, end);
    parts.push(html.slice(done, match.index));
    if (closer === '[/anki:tts]') parts.push(speech(match[0], inside, speeches));
    else if (open.startsWith('[')) parts.push(latexPicture(open, inside));
    else parts.push(formula(isDisplay(open), texSource(inside).trim()));
    done = opener.lastIndex = end + closer.length;
  }
  return { html: parts.join('') + html.slice(done), speeches };
}

function closerOf(open: string): string | undefined {
  if (open.startsWith('<anki-mathjax')) return '</anki-mathjax>';
  if (open.startsWith('[anki:tts')) return '[/anki:tts]';
  return CLOSER[open];
}

const isDisplay = (open: string): boolean =>
  open === '\\[' || (open.startsWith('<') && /\bblock\s*=\s*["']?true/.test(open));

function formula(display: boolean, tex: string): string {
  const [before, after] = display ? ['\\[', '\\]'] : ['\\(', '\\)'];
  return `<span class="math" data-math="${display ? 'display' : 'inline'}">${before}${escapeHtml(tex)}${after}</span>`;
}

/** TeX as it was meant: markup around and inside it (a deletion, a line break of the editor) is not part of it. */
function texSource(html: string, breaks = BREAKS): string {
  const parts: string[] = [];
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'text' || token.kind === 'unclosed') parts.push(decodeEntities(token.text));
    else if (token.kind === 'open' && breaks.has(token.name)) parts.push('\n');
  }
  return parts.join('').replaceAll('\u00a0', ' ');
}

/** Anki names the picture after the SHA-1 of the source it gave to LaTeX. */
function latexPicture(open: string, inside: string): string {
  const source = texSource(inside, LATEX_BREAKS);
  const whole =
    open === '[$]'
      ? `$${source}$`
      : open === '[$$]'
        ? `\\begin{displaymath}${source}\\end{displaymath}`
        : source;
  const name = `latex-${createHash('sha1').update(whole).digest('hex')}.png`;
  return `<img class="latex" alt="${escapeHtml(whole)}" src="${name}">`;
}

const OPTION = /([a-z_]{1,20})=(?:"([^"]*)"|([^\s\]"]*))/g;

function speech(open: string, inside: string, speeches: Speech[]): string {
  const options = new Map([...open.matchAll(OPTION)].map((match) => [match[1], match[2] ?? match[3] ?? '']));
  const blank = options.get('cloze_blank') ?? '…';
  const text = plainText(inside, MAX_SOURCE).replaceAll('[...]', blank).trim();
  if (text === '') return '';
  const speed = Number(options.get('speed') ?? 1);
  speeches.push({
    text,
    lang: options.get('lang') ?? '',
    voices: (options.get('voices') ?? '').split(',').filter((voice) => voice !== ''),
    speed: speed >= 0.1 && speed <= 10 ? speed : 1,
  });
  return `[anki:play:t:${speeches.length - 1}]`;
}
