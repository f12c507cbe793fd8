import { ForwardSearch } from './forward-search.ts';

/** What can be wrong with a template or its output; the renderer chooses the words. */
export type RenderProblem =
  | 'unknown-field'
  | 'unclosed-section'
  | 'unopened-section'
  | 'unclosed-tag'
  | 'output-too-long';

/**
 * A template as a flat list. A section is one node that knows where it ends, so that reading and skipping need no
 * recursion however deep sections nest.
 */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly key: string; readonly filters: readonly string[] }
  | { readonly kind: 'section'; readonly key: string; readonly negated: boolean; readonly end: number }
  | { readonly kind: 'error'; readonly source: string; readonly problem: RenderProblem };

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Section = Writable<Extract<TemplateNode, { kind: 'section' }>>;

/**
 * Reads a card template. Never throws: a section without its end runs to the end of its parent, an end without its
 * section becomes an error node. `filters` stand in the order they are applied: right to left as written.
 * `{{…}}` inside an HTML comment is text. `end` is the index after the last node of a section.
 */
export function parseTemplate(source: string): readonly TemplateNode[] {
  const builder = new TemplateBuilder();
  const open = new ForwardSearch(source, '{{');
  const close = new ForwardSearch(source, '}}');
  const commentOpen = new ForwardSearch(source, '<!--');
  const commentClose = new ForwardSearch(source, '-->');
  let at = 0;
  while (at < source.length) {
    const start = open.next(at);
    if (start === -1) break;
    const comment = commentOpen.next(at);
    if (comment !== -1 && comment < start) {
      const commentEnd = commentClose.next(comment + 4);
      const until = commentEnd === -1 ? comment + 4 : commentEnd + 3;
      builder.text(source.slice(at, until));
      at = until;
      continue;
    }
    const end = close.next(start + 2);
    if (end === -1) break;
    const inner = source.lastIndexOf('{{', end - 2);
    builder.text(source.slice(at, inner));
    builder.tag(source.slice(inner + 2, end).trim());
    at = end + 2;
  }
  builder.text(source.slice(at));
  return builder.finish();
}

class TemplateBuilder {
  readonly #nodes: TemplateNode[] = [];
  readonly #open: { section: Section; errorAt: number }[] = [];
  readonly #openCount = new Map<string, number>();

  text(text: string): void {
    if (text !== '') this.#nodes.push({ kind: 'text', text });
  }

  tag(tag: string): void {
    const sigil = tag[0];
    const key = tag.slice(1).trim();
    if (sigil === '#' || sigil === '^') this.#openSection(key, sigil === '^');
    else if (sigil === '/') this.#closeSection(key);
    else {
      const parts = tag.split(':').map((part) => part.trim());
      this.#nodes.push({ kind: 'field', key: parts.pop() ?? '', filters: parts.toReversed() });
    }
  }

  finish(): readonly TemplateNode[] {
    while (this.#open.length > 0) this.#endInnermost(true);
    return this.#nodes;
  }

  // A place is kept before each section for its error; it stays an empty text when the section is closed well.
  #openSection(key: string, negated: boolean): void {
    const section: Section = { kind: 'section', key, negated, end: 0 };
    this.#open.push({ section, errorAt: this.#nodes.length });
    this.#nodes.push({ kind: 'text', text: '' }, section);
    this.#openCount.set(key, (this.#openCount.get(key) ?? 0) + 1);
  }

  #closeSection(key: string): void {
    if ((this.#openCount.get(key) ?? 0) === 0) {
      this.#nodes.push({ kind: 'error', source: `/${key}`, problem: 'unopened-section' });
      return;
    }
    while (this.#endInnermost(false, key) !== key);
  }

  #endInnermost(unclosed: boolean, closing?: string): string {
    const innermost = this.#open.pop();
    if (innermost === undefined) return closing ?? '';
    const { section, errorAt } = innermost;
    section.end = this.#nodes.length;
    this.#openCount.set(section.key, (this.#openCount.get(section.key) ?? 1) - 1);
    if (unclosed || section.key !== closing) {
      const source = `${section.negated ? '^' : '#'}${section.key}`;
      this.#nodes[errorAt] = { kind: 'error', source, problem: 'unclosed-section' };
    }
    return section.key;
  }
}
