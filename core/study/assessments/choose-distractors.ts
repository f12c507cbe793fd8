import { shuffle } from '#ml/random/distributions.ts';
import type { Random } from '#ml/random/random.ts';
import { normaliseAnswer, withoutAccents } from './normalise-answer.ts';

const wanted = 3;
/** The most alike, among which chance decides: the same card has other companions in another test. */
const drawnFrom = 6;
const longestChoice = 200;

const compared = (text: string): string => withoutAccents(normaliseAnswer(text));
const isNumber = (text: string): boolean => /^[^\p{L}]*\d/u.test(text);
const wordsOf = (text: string): number => text.split(' ').length;

/** How unlike two answers look: lengths, words, and whether they begin as a number. 0: alike. */
const unlikeness = (a: string, b: string): number =>
  Math.abs(Math.log(a.length / b.length)) +
  Math.abs(Math.log(wordsOf(a) / wordsOf(b))) +
  (isNumber(a) === isNumber(b) ? 0 : 2);

/** Beyond this a choice gives itself away: about three times as long and as many words. */
const mostUnlike = 2.2;

/**
 * Three wrong answers that could be right at a glance, or undefined where there are not so many. None means the same as
 * the right one or another, none says the right one with more or fewer words.
 * @param candidates answers of other cards, in any order
 */
export const chooseDistractors = (
  right: string,
  candidates: readonly string[],
  random: Random,
): string[] | undefined => {
  if (right === '' || right.length > longestChoice) return undefined;
  const answer = compared(right);
  const seen = new Set([answer]);
  const fitting: { text: string; unlike: number }[] = [];
  for (const text of candidates) {
    if (text === '' || text.length > longestChoice) continue;
    const own = compared(text);
    if (seen.has(own)) continue;
    seen.add(own);
    if (` ${own} `.includes(` ${answer} `) || ` ${answer} `.includes(` ${own} `)) continue;
    const unlike = unlikeness(own, answer);
    if (unlike <= mostUnlike) fitting.push({ text, unlike });
  }
  fitting.sort((a, b) => a.unlike - b.unlike);
  const drawn = shuffle(random, fitting.slice(0, drawnFrom)).slice(0, wanted);
  return drawn.length < wanted ? undefined : drawn.map(({ text }) => text);
};
