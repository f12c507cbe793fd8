export const states = ['due', 'new', 'learn', 'review', 'suspended', 'buried', 'leech', 'flagged'] as const;
export const properties = ['stability', 'difficulty', 'lapses', 'reps', 'interval', 'due'] as const;
export const comparisons = ['<=', '>=', '!=', '<', '>', '='] as const;

export type CardSearchState = (typeof states)[number];
export type Property = (typeof properties)[number];
export type Comparison = (typeof comparisons)[number];

/** One condition on a card. Words and phrases are `text`: `words` in this order, the last one possibly unfinished. */
export type SearchTerm = { negated: boolean } & (
  | { kind: 'text'; words: string[]; isPhrase: boolean }
  | { kind: 'is'; state: CardSearchState }
  | { kind: 'tag' | 'course' | 'lecture' | 'note'; name: string }
  | { kind: 'flag'; flag: number }
  | { kind: 'prop'; property: Property; comparison: Comparison; value: number }
  | { kind: 'rated'; days: number; rating: number | undefined }
  | { kind: 'added'; days: number }
);

export type SearchProblem = {
  /** What was written. */
  term: string;
  reason: 'unknown_key' | 'unknown_state' | 'unknown_property' | 'bad_number' | 'no_value' | 'too_many_terms';
};

export const maxTerms = 12;
const maxDays = 36_500;

/** A term: an optional minus, an optional key, a value that may stand in quotes. A quote without an end goes to the end. */
const pattern = /(-?)(?:([A-Za-z]+):)?(?:"([^"]*)(?:"|$)|(\S*))/g;
const words = /[\p{L}\p{N}\p{M}]+/gu;
const propertyPattern = /^([a-z]+)(<=|>=|!=|<|>|=)(-?\d{1,9}(?:\.\d{1,9})?)$/;

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

type Outcome = SearchTerm | SearchProblem | undefined;

const wholeNumber = (text: string, from: number, to: number): number | undefined => {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
};

const parseProperty = (value: string, negated: boolean, term: string): Outcome => {
  const match = propertyPattern.exec(value.toLowerCase());
  const [, property = '', comparison = '', number = ''] = match ?? [];
  if (match === null || !isOneOf(comparisons, comparison)) return { term, reason: 'bad_number' };
  if (!isOneOf(properties, property)) return { term, reason: 'unknown_property' };
  return { kind: 'prop', property, comparison, value: Number(number), negated };
};

const parseKey = (key: string, value: string, negated: boolean, term: string): Outcome => {
  if (value === '') return { term, reason: 'no_value' };
  switch (key) {
    case 'is':
      return isOneOf(states, value.toLowerCase())
        ? { kind: 'is', state: value.toLowerCase() as CardSearchState, negated }
        : { term, reason: 'unknown_state' };
    case 'tag':
    case 'course':
    case 'lecture':
    case 'note':
      return { kind: key, name: value.normalize('NFC'), negated };
    case 'flag': {
      const flag = wholeNumber(value, 0, 7);
      return flag === undefined ? { term, reason: 'bad_number' } : { kind: 'flag', flag, negated };
    }
    case 'prop':
      return parseProperty(value, negated, term);
    case 'rated': {
      const [daysText = '', ratingText] = value.split(':', 2);
      const days = wholeNumber(daysText, 1, maxDays);
      const rating = ratingText === undefined ? undefined : wholeNumber(ratingText, 1, 4);
      if (days === undefined || (ratingText !== undefined && rating === undefined))
        return { term, reason: 'bad_number' };
      return { kind: 'rated', days, rating, negated };
    }
    case 'added': {
      const days = wholeNumber(value, 1, maxDays);
      return days === undefined ? { term, reason: 'bad_number' } : { kind: 'added', days, negated };
    }
    default:
      return { term, reason: 'unknown_key' };
  }
};

const parseText = (value: string, isPhrase: boolean, negated: boolean): Outcome => {
  const found = value.normalize('NFC').match(words)?.slice(0, 32) ?? [];
  // "C++" or "→" hold nothing that the index knows.
  return found.length === 0 ? undefined : { kind: 'text', words: found, isPhrase, negated };
};

export type ParsedSearch = { terms: SearchTerm[]; hasNothing: boolean } | { problem: SearchProblem };

/**
 * The search language of the library: words that must all occur, `"a phrase"`, `key:value`, each with a minus before it
 * for its opposite. `hasNothing`: something was written, and none of it can be looked for.
 */
export const parseSearch = (text: string): ParsedSearch => {
  const terms: SearchTerm[] = [];
  const trimmed = text.trim();
  for (const found of trimmed.matchAll(pattern)) {
    const [term, minus, key, quoted, bare = ''] = found;
    if (term === '') continue;
    const negated = minus === '-';
    const value = quoted ?? bare;
    const outcome =
      key === undefined
        ? parseText(value, quoted !== undefined, negated)
        : parseKey(key.toLowerCase(), value, negated, term);
    if (outcome === undefined) continue;
    if ('reason' in outcome) return { problem: outcome };
    terms.push(outcome);
    if (terms.length > maxTerms) return { problem: { term, reason: 'too_many_terms' } };
  }
  return { terms, hasNothing: terms.length === 0 && trimmed !== '' };
};
