import { normaliseAnswer, withoutAccents } from './normalise-answer.ts';

/** Letters of the answer beyond which a near miss is not looked for: two such texts take a few milliseconds. */
const longest = 400;
/** The share of letters that may differ in a near miss. */
const nearShare = 0.2;

const numbersIn = (text: string): string => (text.match(/-?\d+(?:[.,]\d+)*/g) ?? []).join(' ');

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) between two texts. */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

/**
 * What was typed against the answer. `right`: the same but for case and punctuation; `near`: the same but for accents, or
 * up to a fifth of the letters differ, at least one; then the person decides.
 */
export const matchAnswer = (given: string, expected: string): 'right' | 'near' | 'wrong' => {
  const [typed, answer] = [normaliseAnswer(given), normaliseAnswer(expected)];
  if (typed === answer) return 'right';
  if (typed === '') return 'wrong';
  const [plainTyped, plainAnswer] = [withoutAccents(typed), withoutAccents(answer)];
  if (plainTyped === plainAnswer) return 'near';
  // Another number is another answer, however few letters differ.
  if (numbersIn(plainTyped) !== numbersIn(plainAnswer)) return 'wrong';
  const allowed = Math.max(1, Math.floor(plainAnswer.length * nearShare));
  // One letter is another answer, not a slip.
  if (plainAnswer.length < 3 || plainAnswer.length > longest) return 'wrong';
  if (Math.abs(plainTyped.length - plainAnswer.length) > allowed) return 'wrong';
  return distance(plainTyped, plainAnswer) <= allowed ? 'near' : 'wrong';
};
