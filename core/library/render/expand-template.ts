import { clozeAnswers, renderCloze } from './render-cloze.ts';
import { escapeHtml } from './escape-html.ts';
import { isBlankField } from './is-blank-field.ts';
import type { RenderProblem, TemplateNode } from './parse-template.ts';
import { plainText } from './plain-text.ts';

export interface TemplateContext {
  readonly side: 'question' | 'answer';
  /** HTML by field name: the note's fields and the special ones. */
  readonly fields: ReadonlyMap<string, string>;
  /** The number of the cloze deletion this card asks for; undefined on a standard card. */
  readonly clozeNumber: number | undefined;
  readonly problems: Set<RenderProblem>;
}

/**
 * What one side may cost in characters read and written. A template that names a long field thousands of times would
 * otherwise grow a card without bound.
 */
const SIDE_BUDGET = 4_000_000;

/** No real template chains more filters than this. */
const MAX_FILTERS = 8;

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
  for (const filter of filters.slice(0, MAX_FILTERS)) {
    if (filter === 'cloze') html = renderCloze(html, context.clozeNumber ?? 1, context.side);
    else if (filter === 'text') html = escapeHtml(plainText(html, html.length));
    else if (filter === 'hint' && !isBlankField(html)) {
      html = `<details class="hint"><summary>${escapeHtml(key)}</summary>${html}</details>`;
    }
  }
  return html;
}

/** The place of a typed answer: empty on the question side, the expected answer on the other. */
function typedAnswer(field: string, filters: readonly string[], context: TemplateContext): string {
  if (context.side === 'question') return '<span class="type-answer"></span>';
  const expected = filters.includes('cloze') ? clozeAnswers(field, context.clozeNumber ?? 1) : field;
  return `<span class="type-answer">${expected}</span>`;
}
