import { parseTemplate, type TemplateNode } from '../../library/render/parse-template.ts';
import { plainText } from '../../library/render/plain-text.ts';
import { clozeAnswers } from '../../library/render/render-cloze.ts';

const longest = 400;

export type AnswerOf = (fields: readonly string[], ordinal: number) => string;

/** Fields a template shows, in order; those that are to be typed first: they are the answer whatever else is shown. */
const fieldsIn = (nodes: readonly TemplateNode[], isTyped: boolean): string[] =>
  nodes.flatMap((node) =>
    node.kind === 'field' && node.filters.includes('type') === isTyped ? [node.key] : [],
  );

/**
 * How the answer of a note type's cards is read from the fields of a note, without rendering: of a cloze its deletions,
 * otherwise the field that is to be typed, or the first filled field that the answer shows and the question does not.
 * Empty where there is none, as on a card whose answer is a picture.
 */
export const answerReader = (noteType: {
  kind: 'standard' | 'cloze';
  fields: readonly string[];
  questionFormat: string;
  answerFormat: string;
}): AnswerOf => {
  if (noteType.kind === 'cloze') {
    return (fields, ordinal) => {
      const holder = fields.find((field) => field.includes('{{c') && clozeAnswers(field, ordinal + 1) !== '');
      return holder === undefined ? '' : plainText(clozeAnswers(holder, ordinal + 1), longest);
    };
  }
  const front = parseTemplate(noteType.questionFormat);
  const shown = new Set(fieldsIn(front, false));
  const answers = fieldsIn(parseTemplate(noteType.answerFormat), false).filter((key) => !shown.has(key));
  const places = [...new Set([...fieldsIn(front, true), ...answers])]
    .map((key) => noteType.fields.indexOf(key))
    .filter((place) => place !== -1);
  return (fields) => {
    for (const place of places) {
      const text = plainText(fields[place] ?? '', longest);
      if (text !== '') return text;
    }
    return '';
  };
};
