import { clozeOrdinals } from './cloze-ordinals.ts';
import { isBlankField } from './is-blank-field.ts';
import { parseTemplate } from './parse-template.ts';
import type { TemplateNode } from './parse-template.ts';

/**
 * Which cards a note generates, as ordinals. Standard: each template whose front would show at least one non-empty field
 * of the note (static text, special fields and `{{type:…}}` do not count: the rule of Anki). Cloze: one card a number.
 */
export function cardOrdinals(
  noteType: {
    readonly kind: 'standard' | 'cloze';
    readonly fields: readonly string[];
    readonly templates: readonly { readonly questionFormat: string }[];
  },
  fields: readonly string[],
): number[] {
  if (noteType.kind === 'cloze') return clozeOrdinals(fields);
  const filled = new Set(noteType.fields.filter((_, index) => !isBlankField(fields[index] ?? '')));
  return noteType.templates.flatMap((template, ordinal) =>
    showsField(parseTemplate(template.questionFormat), (key) => filled.has(key)) ? [ordinal] : [],
  );
}

/** Whether a template shows at least one of the filled fields. */
export function showsField(template: readonly TemplateNode[], isFilled: (key: string) => boolean): boolean {
  for (let index = 0; index < template.length; index++) {
    const node = template[index];
    if (node?.kind === 'section' && isFilled(node.key) === node.negated) index = node.end - 1;
    if (node?.kind === 'field' && !node.filters.includes('type') && isFilled(node.key)) return true;
  }
  return false;
}
