import { ForwardSearch } from './forward-search.ts';

export interface HtmlAttribute {
  /** Lower case, as written otherwise. */
  readonly name: string;
  /** As written, character references not decoded; null for an attribute without a value. */
  readonly value: string | null;
}

export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: readonly HtmlAttribute[];
      readonly selfClosing: boolean;
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** What is inside `<script>` or `<style>`; stands between its open and close tokens. */
  | { readonly kind: 'raw'; readonly element: RawElement; readonly text: string }
  /** A tag that never ends: everything from its `<` on. Always the last token. */
  | { readonly kind: 'unclosed'; readonly text: string };

export type RawElement = 'script' | 'style';

/**
 * Splits HTML the way a browser does at the level of tags (HTML, section 13.2.5), in one pass and without building a
 * tree. Linear in the length of any input. Declarations, processing instructions and CDATA are left out; an unclosed
 * comment is text.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  const scan = new TagScanner(html);
  const less = new ForwardSearch(html, '<');
  const commentEnd = new ForwardSearch(html, '-->');
  const commentBang = new ForwardSearch(html, '--!>');
  const greater = new ForwardSearch(html, '>');
  let textStart = 0;
  let at = 0;
  while (at < html.length) {
    const start = less.next(at);
    if (start === -1) break;
    const next = html[start + 1] ?? '';
    const isClose = next === '/';
    const isTag = isLetter(isClose ? (html[start + 2] ?? '') : next);
    const isMarkup = isTag || isClose || next === '!' || next === '?';
    if (!isMarkup) {
      at = start + 1;
      continue;
    }
    if (html.startsWith('<!--', start)) {
      const end = endOfComment(html, start, commentEnd, commentBang);
      if (end === undefined) {
        at = start + 4;
        continue;
      }
      if (start > textStart) yield { kind: 'text', text: html.slice(textStart, start) };
      yield { kind: 'comment', text: html.slice(start + 4, end.text) };
      at = textStart = end.after;
      continue;
    }
    if (!isTag) {
      const end = greater.next(start);
      if (end === -1) {
        at = start + 1;
        continue;
      }
      if (start > textStart) yield { kind: 'text', text: html.slice(textStart, start) };
      at = textStart = end + 1;
      continue;
    }
    if (start > textStart) yield { kind: 'text', text: html.slice(textStart, start) };
    const tag = scan.tag(isClose ? start + 2 : start + 1);
    if (tag === undefined) {
      yield { kind: 'unclosed', text: html.slice(start) };
      return;
    }
    at = textStart = tag.after;
    if (isClose) {
      yield { kind: 'close', name: tag.name };
      continue;
    }
    yield { kind: 'open', name: tag.name, attributes: tag.attributes, selfClosing: tag.selfClosing };
    if (tag.name !== 'script' && tag.name !== 'style') continue;
    const rawEnd = scan.endOfRaw(tag.name, at);
    if (rawEnd > at) yield { kind: 'raw', element: tag.name, text: html.slice(at, rawEnd) };
    at = textStart = rawEnd;
  }
  if (textStart < html.length) yield { kind: 'text', text: html.slice(textStart) };
}

function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
}

/** `<!-->` and `<!--->` are complete comments; `--!>` ends one too. */
function endOfComment(
  html: string,
  start: number,
  plain: ForwardSearch,
  bang: ForwardSearch,
): { readonly text: number; readonly after: number } | undefined {
  if (html.startsWith('>', start + 4)) return { text: start + 4, after: start + 5 };
  if (html.startsWith('->', start + 4)) return { text: start + 4, after: start + 6 };
  const plainEnd = plain.next(start + 4);
  const bangEnd = bang.next(start + 4);
  if (plainEnd === -1 && bangEnd === -1) return undefined;
  const useBang = plainEnd === -1 || (bangEnd !== -1 && bangEnd < plainEnd);
  return useBang ? { text: bangEnd, after: bangEnd + 4 } : { text: plainEnd, after: plainEnd + 3 };
}

interface Tag {
  readonly name: string;
  readonly attributes: readonly HtmlAttribute[];
  readonly selfClosing: boolean;
  readonly after: number;
}

class TagScanner {
  readonly #html: string;
  readonly #nameEnd = /[\s/>]/g;
  readonly #attributeStart = /[^\s/]/g;
  readonly #attributeEnd = /[\s/>=]/g;
  readonly #nonSpace = /\S/g;
  readonly #unquotedEnd = /[\s>]/g;

  constructor(html: string) {
    this.#html = html;
  }

  /** The tag whose name starts at `at`; undefined when the text ends inside it. */
  tag(at: number): Tag | undefined {
    const html = this.#html;
    const nameEnd = this.#find(this.#nameEnd, at);
    const name = html.slice(at, nameEnd).toLowerCase();
    const attributes: HtmlAttribute[] = [];
    let position = nameEnd;
    for (;;) {
      const start = this.#find(this.#attributeStart, position);
      if (start >= html.length) return undefined;
      if (html[start] === '>') {
        return {
          name,
          attributes,
          selfClosing: html[start - 1] === '/' && start > nameEnd,
          after: start + 1,
        };
      }
      // An equals sign at the start belongs to the name (HTML, "before attribute name state").
      const end = this.#find(this.#attributeEnd, start + 1);
      const attribute = html.slice(start, end).toLowerCase();
      const equals = this.#find(this.#nonSpace, end);
      if (html[equals] !== '=') {
        attributes.push({ name: attribute, value: null });
        position = end;
        continue;
      }
      const valueStart = this.#find(this.#nonSpace, equals + 1);
      const valueEnd = this.#endOfValue(valueStart);
      if (valueEnd === undefined) return undefined;
      const quoted = html[valueStart] === '"' || html[valueStart] === "'";
      attributes.push({ name: attribute, value: html.slice(quoted ? valueStart + 1 : valueStart, valueEnd) });
      position = quoted ? valueEnd + 1 : valueEnd;
    }
  }

  /** Where the content of a script or style ends: at its end tag, else at the end of the text. */
  endOfRaw(element: RawElement, from: number): number {
    return this.#find(element === 'script' ? /<\/script(?=[\s/>])/gi : /<\/style(?=[\s/>])/gi, from);
  }

  #endOfValue(start: number): number | undefined {
    const html = this.#html;
    const quote = html[start];
    if (quote === undefined) return undefined;
    if (quote === '>') return start;
    if (quote !== '"' && quote !== "'") return this.#find(this.#unquotedEnd, start);
    const end = html.indexOf(quote, start + 1);
    return end === -1 ? undefined : end;
  }

  #find(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    const match = pattern.exec(this.#html);
    return match === null ? this.#html.length : match.index;
  }
}
