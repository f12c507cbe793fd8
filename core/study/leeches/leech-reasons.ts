import type { OutputOf } from '../../rpc/contract.ts';
import { cardIdOf, cardSourceById } from '../../library/card-source.ts';
import { parseCloze } from '../../library/render/parse-cloze.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import type { leechesContract } from './contract.ts';
import { factsOf } from './facts-of.ts';
import { shareOfWords, textOfCard, type CardText } from './text-of-card.ts';

type Reasons = OutputOf<typeof leechesContract, 'leeches.reasons'>;
type Similar = Reasons['similar'][number];

const cardsMatching = statement<
  { match: string; note: number; limit: number },
  { id: number; uid: Uint8Array }
>(
  'leeches.cardsMatching',
  // The index is read until there are enough; nothing is ranked, which would read every match.
  `SELECT c.id, c.uid FROM (SELECT rowid FROM note_search WHERE note_search MATCH @match LIMIT @limit) f
     JOIN cards c ON c.note_id = f.rowid
   WHERE c.note_id <> @note AND c.deleted_at IS NULL LIMIT @limit`,
);

/** Cards that are looked at closely. Each costs a rendering. */
const looked = 40;
/** Half of all words in common: a person mixes them up. */
const alikeFrom = 0.5;
const shown = 5;
/** What one card can hold: the rule of one fact, with room for a sentence. */
const mostWords = 40;
const mostListItems = 3;
const mostDeletions = 2;

/** Words that say most about a text: the longest, which are the rarest. */
const tellingWords = (words: readonly string[]): string[] =>
  [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, 4);

/** Queries from the narrowest to the widest that still means something: all telling words, then two of them. */
const queriesFor = (words: readonly string[]): string[] => {
  const telling = tellingWords(words).map((word) => `"${word}"`);
  if (telling.length < 3) return telling.length === 0 ? [] : [telling.join(' ')];
  const [a, b, c] = telling;
  return [telling.join(' '), `${a} ${b}`, `${a} ${c}`, `${b} ${c}`];
};

const candidates = (reader: StoreReader, note: number, text: CardText): Map<number, Uint8Array> => {
  const found = new Map<number, Uint8Array>();
  for (const match of [...queriesFor(text.questionWords), ...queriesFor(text.answerWords)]) {
    if (found.size >= looked) break;
    for (const row of reader.all(cardsMatching, { match, note, limit: looked - found.size }))
      found.set(row.id, row.uid);
  }
  return found;
};

const similarTo = (reader: StoreReader, note: number, text: CardText): Similar[] =>
  [...candidates(reader, note, text)]
    .map(([card, uid]): Similar => {
      const other = textOfCard(reader, card);
      const question = shareOfWords(text.questionWords, other.questionWords);
      const answer = shareOfWords(text.answerWords, other.answerWords);
      return {
        card: uidToHex(uid),
        question: other.question.slice(0, 200),
        answer: other.answer.slice(0, 200),
        alike: question >= answer ? 'question' : 'answer',
        share: Math.max(question, answer),
      };
    })
    .filter(({ share }) => share >= alikeFrom)
    .sort((a, b) => b.share - a.share)
    .slice(0, shown);

/** How many deletions a cloze card hides at once. */
const deletionsOf = (fields: readonly string[], ordinal: number): number =>
  fields.reduce(
    (sum, field) =>
      sum +
      parseCloze(field).filter((token) => token.kind === 'open' && token.numbers.includes(ordinal + 1))
        .length,
    0,
  );

/**
 * Why a card may be hard to keep: others that ask or answer nearly the same, found through the search index at a bounded
 * cost, and whether it asks for too much at once. Throws `not_found`.
 */
export const leechReasons = (reader: StoreReader, uid: string): Reasons => {
  const card = cardIdOf(reader, uid);
  const source = cardSourceById(reader, card);
  const text = textOfCard(reader, card);
  const isCloze = source.kind === 'cloze';
  const facts = factsOf(source.kind, source.input.fields);
  // Of a cloze card the answer is its deletions; the text around them is the question.
  const words = isCloze
    ? Math.max(0, text.answerWords.length - text.questionWords.length)
    : text.answerWords.length;
  const deletions = isCloze ? deletionsOf(source.input.fields, source.ordinal) : 0;
  const listItems = isCloze ? 0 : facts.length;
  return {
    similar: similarTo(reader, source.note, text),
    words,
    deletions,
    listItems,
    tooMuch: words > mostWords || listItems > mostListItems || deletions > mostDeletions,
    facts,
  };
};
