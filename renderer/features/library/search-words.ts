/** What the search language knows, as it is written. */
const known = [
  'is:due',
  'is:new',
  'is:learn',
  'is:review',
  'is:suspended',
  'is:buried',
  'is:leech',
  'is:flagged',
  'tag:',
  'course:',
  'lecture:',
  'note:',
  'flag:1',
  'prop:stability<10',
  'prop:lapses>=3',
  'prop:due<=3',
  'prop:reps=0',
  'prop:interval>30',
  'prop:difficulty>7',
  'rated:7',
  'rated:7:1',
  'added:7',
];

export type Names = {
  courses: readonly string[];
  lectures: readonly string[];
  types: readonly string[];
  tags: readonly string[];
};

/** A name with spaces stands in quotes. */
const written = (name: string): string => (/\s/.test(name) ? `"${name.replaceAll('"', '')}"` : name);

/** The word being written at the end of a search: what stands before it, its minus, and itself. */
export const lastWord = (search: string): { before: string; minus: string; word: string } => {
  const match = /^(.*?)(-?)((?:[a-z]+:)?(?:"[^"]*|\S*))$/i.exec(search) ?? [];
  return { before: match[1] ?? '', minus: match[2] ?? '', word: match[3] ?? '' };
};

const most = 8;

/** Whole searches that the last word could become. None for a plain word that begins nothing. */
export function completions(search: string, names: Names): string[] {
  const { before, minus, word } = lastWord(search);
  const [key = '', value] = word.split(':', 2);
  const lists: Record<string, readonly string[]> = {
    course: names.courses,
    lecture: names.lectures,
    note: names.types,
    tag: names.tags,
  };
  const list = value === undefined ? undefined : lists[key.toLowerCase()];
  const part = (value ?? '').replaceAll('"', '').toLowerCase();
  const found =
    list !== undefined
      ? list
          .filter((name) => name.toLowerCase().includes(part))
          .map((name) => `${key.toLowerCase()}:${written(name)}`)
      : word === ''
        ? []
        : known.filter((term) => term.startsWith(word.toLowerCase()) && term !== word);
  return [...new Set(found)].slice(0, most).map((term) => `${before}${minus}${term}`);
}
