import { cardSourceById } from '../../library/card-source.ts';
import { plainText } from '../../library/render/plain-text.ts';
import { renderCard } from '../../library/render/render-card.ts';
import type { StoreReader } from '../../store/reader.ts';

/** What a card asks and answers, as words. */
export type CardText = { question: string; answer: string; questionWords: string[]; answerWords: string[] };

const longest = 1000;

export const wordsIn = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

const fieldOfTemplate = /\{\{[^}]{0,400}\}\}/g;

/** Words that a template puts on every card of its type: they make no two cards alike. */
const wordsOfTemplate = (format: string): ReadonlySet<string> =>
  new Set(wordsIn(plainText(format.replaceAll(fieldOfTemplate, ' '), longest)));

/** Both sides of a card as plain text; the answer without the question that most templates repeat above it. */
export const textOfCard = (reader: StoreReader, card: number): CardText => {
  const { input } = cardSourceById(reader, card);
  const { questionHtml, answerHtml } = renderCard(input);
  const { questionFormat, answerFormat } = input.noteType.template;
  const question = plainText(questionHtml, longest);
  const whole = plainText(answerHtml, 2 * longest);
  const answer = whole.startsWith(question) ? whole.slice(question.length).trim() : whole;
  const without = (text: string, common: ReadonlySet<string>): string[] =>
    wordsIn(text).filter((word) => !common.has(word));
  return {
    question,
    answer,
    questionWords: without(question, wordsOfTemplate(questionFormat)),
    answerWords: without(answer, wordsOfTemplate(answerFormat)),
  };
};

/** The share of words that two texts have in common among all of theirs; 0 where one of them has none. */
export const shareOfWords = (a: readonly string[], b: readonly string[]): number => {
  const [first, second] = [new Set(a), new Set(b)];
  const common = [...first].filter((word) => second.has(word)).length;
  return common === 0 ? 0 : common / (first.size + second.size - common);
};
