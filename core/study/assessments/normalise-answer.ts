const accents = /\p{M}/gu;
// A point between digits, a sign before one: 1.5 is not 15, and -5 not 5.
const meaningless = /(?!(?<=\d)[.,](?=\d)|(?<!\p{L})-(?=\d))[\p{P}\s]+?/gu;

/** A text as answers are compared: case, punctuation and white space do not count. A text of signs alone stays as it is. */
export const normaliseAnswer = (text: string): string => {
  const folded = text.normalize('NFKC').toLowerCase();
  const kept = folded.replace(meaningless, ' ').replace(/\s+/g, ' ').trim();
  return kept === '' ? folded.trim() : kept;
};

export const withoutAccents = (text: string): string => text.normalize('NFKD').replace(accents, '');
