import {
  formatDateTime,
  formatDecimal,
  formatInterval,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatStudyDay,
  formatNear,
  formatTick,
  plural,
} from '../format.ts';

/** What Anki's search calls things that are called something else here. */
const calledHere = new Map([
  ['deck', 'course: or lecture:'],
  ['ivl', 'interval'],
  ['s', 'stability'],
  ['d', 'difficulty'],
]);
const nameIn = (term: string, pattern: RegExp): string | undefined =>
  calledHere.get(pattern.exec(term)?.[1]?.toLowerCase() ?? '');
const writeHere = (term: string, name: string): string => `“${term}”: write ${name} here.`;

const searchProblems = {
  unknown_key: (term: string) => {
    const name = nameIn(term, /^-?(deck):/i);
    return name === undefined ? `“${term}” is nothing to search by.` : writeHere(term, name);
  },
  unknown_state: (term: string) =>
    `“${term}”: a card is due, new, learn, review, suspended, buried, leech or flagged.`,
  unknown_property: (term: string) => {
    const name = nameIn(term, /^-?prop:(ivl|s|d)\b/i);
    return name === undefined
      ? `“${term}”: known are stability, difficulty, lapses, reps, interval and due.`
      : writeHere(term, name);
  },
  bad_number: (term: string) => `“${term}” needs a number that makes sense there.`,
  no_value: (term: string) => `“${term}” is not finished.`,
  too_many_terms: () => 'These are more conditions than one search takes.',
} as const;

export const library = {
  title: 'Library',
  everything: 'All courses',
  tree: 'Courses and lectures',
  cardsTitle: 'Cards',
  search: 'Search the cards',
  searchHint: 'Words, or is:due, tag:…',
  cards: (count: number) => plural(count, 'card', 'cards'),
  state: 'State',
  due: 'Due',
  lapses: 'Lapses',
  sortBy: (column: string) => `Sort by ${column}`,
  phases: { new: 'New', learning: 'Learning', review: 'Review', relearning: 'Learning again' },
  suspended: 'Suspended',
  noText: '(no text)',
  noHitsTitle: 'No card has all of these words',
  noHitsText: (everywhere: boolean) =>
    everywhere ? 'Try fewer or other words.' : 'Try fewer words, or look in all courses.',
  buried: 'Buried',
  completions: 'What the search could become',
  searchProblem: ({ term, reason }: { term: string; reason: keyof typeof searchProblems }) =>
    searchProblems[reason](term),
  searchHelp:
    'Words search the text. Also: is:due, tag:name, course:name, lecture:name, note:type, flag:1, prop:lapses>=3, rated:7:1, added:7, "exact words"; a minus before any of them turns it around.',
  noCardsTitle: 'No cards here',
  noCardsText: 'This place holds no cards of its own.',
  importPackage: 'Import',
  studyThis: 'Study this',
  studyAll: 'Study all',
  more: (title: string) => `Actions for ${title}`,
  rename: 'Rename',
  renameTitle: 'New name',
  name: 'Name',
  nameMissing: 'A name needs at least one letter.',
  remove: 'Remove',
  removed: (title: string, cards: number) =>
    `“${title}” is removed with ${plural(cards, 'card', 'cards')}; its reviews are kept.`,
  renamed: (title: string) => `The name is now “${title}”.`,
  expand: 'Expand',
  bar: (fresh: number, learning: number, review: number, inactive: number) =>
    `${formatNumber(review)} in review, ${formatNumber(learning)} in learning, ${formatNumber(fresh)} new, ${formatNumber(inactive)} inactive`,
  dueCount: (count: number) => `${formatNumber(count)} due`,
  info: 'About this card',
  history: 'History',
  historyNote: (shown: number, total: number) =>
    shown < total
      ? `the newest ${formatNumber(shown)} of ${formatNumber(total)}`
      : plural(total, 'entry', 'entries'),
  noHistory: 'Not studied yet.',
  curve: 'Forgetting curve',
  curveNote: 'chance of recall, by days since the last review',
  curveDescription: (since: number, recall: number) =>
    `Chance of recall since the last review. Today, ${plural(since, 'day', 'days')} after it, it is ${formatPercent(recall)}.`,
  curveEnd: (days: number, recall: number) =>
    `After ${plural(days, 'day', 'days')} it would be ${formatPercent(recall)}.`,
  curveToday: (recall: number) => `Today ${formatPercent(recall)}`,
  curveDay: (days: number) => plural(days, 'day', 'days'),
  curveTick: (days: number) => `${formatTick(days)} d`,
  curveColumns: { days: 'Days since the last review', recall: 'Chance of recall' },
  fields: {
    place: 'Place',
    type: 'Note type',
    template: 'Template',
    added: 'Added',
    state: 'State',
    due: 'Due',
    interval: 'Interval',
    reviews: 'Answers',
    stability: 'Stability',
    difficulty: 'Difficulty',
    recall: 'Recall now',
  },
  days: (days: number) => formatInterval(days * 86_400),
  difficulty: (value: number) => `${formatDecimal(value)} of 10`,
  recall: formatPercent,
  dueDay: formatStudyDay,
  dueAt: formatDateTime,
  dueSoon: (at: number) => formatNear(at, Date.now()),
  answers: (reps: number, lapses: number) => `${formatNumber(reps)}, ${plural(lapses, 'lapse', 'lapses')}`,
  notScheduled: 'not scheduled',
  historyKinds: { review: 'Answer', schedule_change: 'Schedule changed', baseline: 'Imported state' },
  took: formatSeconds,
  when: formatDateTime,
  columns: { when: 'When', what: 'What', interval: 'Interval', took: 'Time' },
} as const;
