import { shuffle, uniformInteger } from '#ml/random/distributions.ts';
import type { Random } from '#ml/random/random.ts';
import type { StoreReader } from '../../store/reader.ts';
import { allocateQuestions } from './allocate-questions.ts';
import { chooseDistractors } from './choose-distractors.ts';
import { CardAnswers } from './card-answers.ts';
import { pickCards, type Picked, type QuestionGroup } from './question-groups.ts';
import type { Question, TestOptions } from './stored-test.ts';

/** An answer beyond this is a paragraph; nobody should have to type it letter by letter. */
const longestTyped = 80;

/** Cards for a test, spread over the groups; a second card of a note, whose other side may tell the answer, only where there is no other. */
const chooseCards = (
  reader: StoreReader,
  groups: readonly QuestionGroup[],
  questions: number,
  random: Random,
): { card: number; group: QuestionGroup }[] => {
  const shares = allocateQuestions(
    groups.map(({ cards }) => cards),
    questions,
    random,
  );
  const cards = new Set<number>();
  const notes = new Set<number>();
  return groups.flatMap((group, index) => {
    const share = shares[index] ?? 0;
    if (share === 0) return [];
    const factor = uniformInteger(random, 1, 0x7fff_ffff) * 2 + 1;
    // A card can belong to several objectives: those taken before may all be here.
    const found = pickCards(reader, group, factor, 3 * share + cards.size).filter(
      ({ card_id: card }) => !cards.has(card),
    );
    const fresh: Picked[] = [];
    const siblings: Picked[] = [];
    for (const row of found) {
      (notes.has(row.note_id) ? siblings : fresh).push(row);
      notes.add(row.note_id);
    }
    const taken = [...fresh, ...siblings].slice(0, share);
    for (const { card_id: card } of taken) cards.add(card);
    return taken.map(({ card_id: card }) => ({ card, group }));
  });
};

/** The questions of a test, in their order, each with its format: what cannot be typed or chosen is a flashcard. */
export const makeQuestions = (
  reader: StoreReader,
  groups: readonly QuestionGroup[],
  options: TestOptions,
  random: Random,
): Question[] => {
  const answers = new CardAnswers(reader);
  const chosen = shuffle(random, chooseCards(reader, groups, options.questions, random));
  const formats = (['flashcard', 'typed', 'choice'] as const).filter(
    (format) => options.format === 'mixed' || options.format === format,
  );
  return chosen.map(({ card, group }, place) => {
    const { uid, expected } = answers.of(card);
    const wanted = formats[place % formats.length];
    const base = { card: uid, objective: group.objective, group: group.title, expected };
    if (wanted === 'typed' && expected !== '' && expected.length <= longestTyped)
      return { ...base, format: 'typed', choices: [] };
    if (wanted === 'choice') {
      const others = chooseDistractors(expected, answers.near(card), random);
      if (others !== undefined)
        return { ...base, format: 'choice', choices: shuffle(random, [expected, ...others]) };
    }
    return { ...base, format: 'flashcard', choices: [] };
  });
};
