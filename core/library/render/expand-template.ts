import { clozeAnswers, clozeOnly, renderCloze } from './render-cloze.ts';
import { escapeHtml } from './escape-html.ts';
import { isBlankField } from './is-blank-field.ts';
import type { RenderProblem, TemplateNode } from './parse-template.ts';
import { plainText } from './plain-text.ts';
import { rubyText } from './ruby.ts';

/** What a person is to type on this card. */
export interface TypedAnswer {
  readonly expected: string;
  /** false: accents and other combining marks do not count. */
  readonly combining: boolean;
}

export interface TemplateContext {
  readonly side: 'question' | 'answer';
  /** HTML by field name: the note's fields and the special ones. */
  readonly fields: ReadonlyMap<string, string>;
  /** The number of the cloze deletion this card asks for; undefined on a standard card. */
  readonly clozeNumber: number | undefined;
  readonly problems: Set<RenderProblem>;
  /** Filled by the first `{{type:…}}` of the question whose field is not blank. */
  readonly typed: { current: TypedAnswer | null };
}

/**
 * What one side may cost in characters read and written. A template that names a long field thousands of times would
 * otherwise grow a card without bound.
 */
const SIDE_BUDGET = 4_000_000;

/** No real template chains more filters than this. */
const MAX_FILTERS = 8;

/** Longer is not typed, and comparing it would take time. */
const MAX_TYPED = 2000;

/** A template with its fields filled in: HTML as the author meant it, not yet safe to show. Also says which keys it showed. */
export function expandTemplate(
  template: readonly TemplateNode[],
  context: TemplateContext,
): { readonly html: string; readonly shown: ReadonlySet<string> } {
  const html: string[] = [];
  const shown = new Set<string>();
  let budget = SIDE_BUDGET;
  const fail = (source: string, problem: RenderProblem): void => {
    context.problems.add(problem);
    html.push(`<span class="template-error">{{${escapeHtml(source)}}}?</span>`);
  };
  for (let index = 0; index < template.length; index++) {
    const node = template[index];
    if (node?.kind === 'text') html.push(node.text);
    else if (node?.kind === 'error') fail(node.source, node.problem);
    else if (node?.kind === 'section') {
      const filled = isSectionFilled(node.key, context);
      if (filled === undefined) fail(`${node.negated ? '^' : '#'}${node.key}`, 'unknown-field');
      if ((filled ?? false) === node.negated) index = node.end - 1;
    } else if (node?.kind === 'field') {
      const field = context.fields.get(node.key);
      if (field === undefined) {
        fail(node.key, 'unknown-field');
        continue;
      }
      budget -= field.length * (1 + Math.min(node.filters.length, MAX_FILTERS)) + 1;
      if (budget < 0) {
        fail(node.key, 'output-too-long');
        break;
      }
      const filtered = applyFilters(field, node.key, node.filters, context);
      budget -= filtered.length;
      shown.add(node.key);
      html.push(filtered);
    }
  }
  return { html: html.join(''), shown };
}

/** `{{#c2}}` holds on the card of cloze number 2; any other key holds when its field is filled; undefined if unknown. */
function isSectionFilled(key: string, context: TemplateContext): boolean | undefined {
  const field = context.fields.get(key);
  if (field !== undefined) return !isBlankField(field);
  const cloze = context.clozeNumber === undefined ? null : /^c(\d{1,4})$/.exec(key);
  return cloze === null ? undefined : Number(cloze[1]) === context.clozeNumber;
}

function applyFilters(
  field: string,
  key: string,
  filters: readonly string[],
  context: TemplateContext,
): string {
  if (filters.at(-1) === 'type') return typedAnswer(field, filters, context);
  let html = field;
  for (const filter of filters.slice(0, MAX_FILTERS)) html = applyFilter(filter, html, key, context);
  return html;
}

/** An unknown filter belongs to an add-on and changes nothing, as in Anki. */
function applyFilter(filter: string, html: string, key: string, context: TemplateContext): string {
  if (filter.startsWith('tts ')) return `[anki:tts lang=${filter.slice(4).trim()}]${html}[/anki:tts]`;
  switch (filter) {
    case 'cloze':
      return renderCloze(html, context.clozeNumber ?? 1, context.side);
    case 'cloze-only':
      return clozeOnly(html, context.clozeNumber ?? 1, context.side);
    case 'text':
      return escapeHtml(plainText(html, html.length));
    case 'furigana':
    case 'kanji':
    case 'kana':
      return rubyText(html, filter);
    case 'hint':
      if (isBlankField(html)) return html;
      return `<details class="hint"><summary>${escapeHtml(key)}</summary>${html}</details>`;
    default:
      return html;
  }
}

/** The place of a typed answer: empty on the question side, the expected answer on the other. */
function typedAnswer(field: string, filters: readonly string[], context: TemplateContext): string {
  const meant = filters.includes('cloze') ? clozeAnswers(field, context.clozeNumber ?? 1) : field;
  const expected = plainText(meant, MAX_TYPED).normalize('NFC');
  if (expected === '') return '';
  if (context.side === 'answer') return `<span class="type-answer">${escapeHtml(expected)}</span>`;
  context.typed.current ??= { expected, combining: !filters.includes('nc') };
  return '<span class="type-answer"></span>';
}
